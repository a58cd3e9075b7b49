/** The id of the transfer that saves a file of a message: that of the message for its first one. */
export function savingId(message: string, file = 0): string {
  return file === 0 ? message : `${message}/${file}`;
}
