/** Composition root: builds the storeys from the ground up and hands each what it needs. */
export function activate(): void {
  // Filled in storey by storey.
}
