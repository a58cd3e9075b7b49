/** What an action begins with (XEP-0245 §2). */
const ME = '/me ';

/** Whether the text tells what its sender does, instead of what they say. */
export function isAction(text: string): boolean {
  return text.startsWith(ME);
}

/** What is done, without its sender; any other text as it is. */
export function actOf(text: string): string {
  return isAction(text) ? text.slice(ME.length) : text;
}

/** A text as it is read: an action has its sender in front (XEP-0245 §3). */
export function withSender(text: string, sender: string): string {
  return isAction(text) ? `${sender} ${actOf(text)}` : text;
}
