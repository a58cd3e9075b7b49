/** Maximum number of occupants of a small room. */
const MAX_OCCUPANTS = 30;

/**
 * Whether a room is small: only there are chat states and markers exchanged, which multiply by the
 * occupants (XEP-0085 §5.5), and is everybody's coming and going of interest.
 */
export function isSmall({ size }: { readonly size: number }): boolean {
  return size <= MAX_OCCUPANTS;
}
