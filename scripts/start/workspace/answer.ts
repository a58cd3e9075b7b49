/** A file to send: right-click it, or drop it into a chat. */
export function answer(): number {
  return 42;
}
