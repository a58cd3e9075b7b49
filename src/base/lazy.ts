/**
 * What takes long to make, and is not needed while the extension is loaded: made when it is first asked for.
 */
export function lazy<T extends object | string>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
