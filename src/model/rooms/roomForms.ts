import type { Jid } from '../../base/jid.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { Form, FormValues } from '../../xmpp/xep/0004-dataForms.ts';
import {
  cancelConfiguration,
  fetchConfiguration,
  submitConfiguration,
} from '../../xmpp/xep/0045-configuration.ts';
import type { Inside } from './roomAdministration.ts';
import { roomFailure } from './roomErrors.ts';
import { changeFailure, roomTask } from './roomRequests.ts';

export type { Form as RoomForm };

/** Maximum number of forms kept until they are submitted, the latest. */
const MAX_FORMS = 20;
/** How services refuse values (XEP-0045 §10.2). */
const INVALID = ['not-acceptable', 'bad-request'];

/** The configuration of rooms, for their owners. */
export class RoomForms {
  readonly #inside: Inside;
  /** The forms fetched and not submitted, by the bare JID of the room: with fields not shown. */
  readonly #forms = new Map<string, Form>();

  constructor(inside: Inside) {
    this.#inside = inside;
  }

  /** Fetches the form of a room. @throws Failure `room-form.none`, `room-change` */
  async fetch(room: Jid): Promise<Form> {
    const task = roomTask('task.ask-room', room);
    const { session } = this.#inside(room, task);
    const form = await fetchConfiguration(session, room).catch((error: unknown) => {
      throw changeFailure(error, room, '', task);
    });
    if (!form) throw roomFailure('room-form.none', room);
    this.#forms.delete(room.bare);
    this.#forms.set(room.bare, form);
    const surplus = [...this.#forms.keys()].slice(0, -MAX_FORMS);
    for (const id of surplus) this.#forms.delete(id);
    return form;
  }

  /**
   * Submits the form last fetched, with values changed. If they are refused, it is kept.
   *
   * @throws Failure `room-form.outdated`, `room-form.refused`, `room-change`
   */
  async submit(room: Jid, values: FormValues): Promise<void> {
    const { session } = this.#inside(room);
    const form = this.#forms.get(room.bare);
    if (!form) throw roomFailure('room-form.outdated', room);
    await submitConfiguration(session, room, form, values).catch((error: unknown) => {
      const isInvalid = error instanceof StanzaError && INVALID.includes(error.condition);
      throw isInvalid ? roomFailure('room-form.refused', room) : changeFailure(error, room);
    });
    this.#forms.delete(room.bare);
  }

  /**
   * Cancels the configuration of a room that we have created, which is then to be left: what a service
   * does with it differs (XEP-0045 §10.1.3). @throws Failure
   */
  async cancel(room: Jid): Promise<void> {
    const task = roomTask('task.change-room', room);
    const { session } = this.#inside(room, task);
    this.#forms.delete(room.bare);
    await cancelConfiguration(session, room).catch((error: unknown) => {
      throw changeFailure(error, room, '', task);
    });
  }
}
