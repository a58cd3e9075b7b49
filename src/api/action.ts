/** The prefix of an action (XEP-0245 §2). */
const ME = '/me ';

/** Whether the text describes an action of its sender, rather than speech. */
export function isAction(text: string): boolean {
  return text.startsWith(ME);
}

/** The action without its prefix; any other text unchanged. */
export function actOf(text: string): string {
  return isAction(text) ? text.slice(ME.length) : text;
}

/** A text as displayed: an action is preceded by its sender (XEP-0245 §3). */
export function withSender(text: string, sender: string): string {
  return isAction(text) ? `${sender} ${actOf(text)}` : text;
}
