import { explainUndelivered, type Refusal } from '../model/refusal.ts';

const AGAIN = 'with “Resend Request to Contact”';

/** One sentence: why the user does not see when a contact is online, and what they can do. */
export function refusalText(refusal: Refusal, name: string): string {
  switch (refusal.kind) {
    case 'denied':
      return `${name} does not let you see when they are online: write to them, then ask again ${AGAIN}.`;
    case 'removed':
      return `${name} no longer lets you see when they are online: ask again ${AGAIN}, or remove them from your contacts.`;
    case 'ended':
      return `You no longer see when ${name} is online, by their wish or by another client of yours: ask again ${AGAIN}.`;
    case 'failed': {
      const what = `Your request to see when ${name} is online did not arrive`;
      return explainUndelivered(refusal.error, what).message;
    }
  }
}
