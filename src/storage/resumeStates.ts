import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { SerialQueue } from '../base/serialQueue.ts';
import type { KeptSession } from '../model/accountStore.ts';
import type { SecretStore } from './secretStore.ts';

/** Stores frequently changing texts by name, such as in files. */
export interface TextStore {
  read(name: string): Promise<string | undefined>;
  /** Writes atomically. */
  write(name: string, text: string): Promise<void>;
  delete(name: string): Promise<void>;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const schema = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  jid: v.string(),
  handled: count,
  location: v.exactOptional(
    v.object({
      mode: v.picklist(['starttls', 'tls', 'websocket']),
      host: v.string(),
      port: count,
      url: v.exactOptional(v.string()),
    }),
  ),
  maxSeconds: v.exactOptional(count),
  typing: v.exactOptional(v.array(v.string())),
  isUsed: v.exactOptional(v.boolean()),
}) satisfies v.GenericSchema<unknown, KeptSession>;

const keyName = (jid: string) => `resume:${jid}`;
const textName = (jid: string) => createHash('sha256').update(jid).digest('hex');

/**
 * The resumable sessions of accounts. They change with every acknowledgement, which is too often
 * for a secret store, so they are encrypted (AES-256-GCM) with a key per account that is stored
 * there, and generated when the password is saved.
 */
export class ResumeStates {
  readonly #secrets: SecretStore;
  readonly #texts: TextStore;
  readonly #keys = new Map<string, Buffer>();
  /** Serializes access, so that the last state saved is the one that remains. */
  readonly #queue = new SerialQueue();

  constructor(secrets: SecretStore, texts: TextStore) {
    this.#secrets = secrets;
    this.#texts = texts;
  }

  /** Generates the key of this account, without which no state is saved. */
  async begin(jid: string): Promise<void> {
    if (await this.#key(jid)) return;
    await this.#secrets.store(keyName(jid), randomBytes(KEY_BYTES).toString('base64'));
  }

  /** Replaces the stored state, or deletes it when `state` is `undefined`. */
  save(jid: string, state: KeptSession | undefined): Promise<void> {
    return this.#queue.run(() => this.#write(jid, state));
  }

  /** Returns the stored state, if any, and marks it as used. */
  take(jid: string): Promise<KeptSession | undefined> {
    return this.#queue.run(async () => {
      const sealed = await this.#texts.read(textName(jid));
      if (sealed === undefined) return undefined;
      const key = await this.#key(jid);
      const state = key && parse(unseal(key, jid, sealed));
      await this.#write(jid, state && { ...state, isUsed: true });
      return state;
    });
  }

  /** Deletes the account's state and key. */
  remove(jid: string): Promise<void> {
    // At once, so that no state that waits to be saved follows with the key that is still cached.
    return this.#queue.run(async () => {
      await this.#write(jid, undefined);
      this.#keys.delete(jid);
      await this.#secrets.delete(keyName(jid));
    });
  }

  async #write(jid: string, state: KeptSession | undefined): Promise<void> {
    const key = state && (await this.#key(jid));
    if (key) await this.#texts.write(textName(jid), seal(key, jid, JSON.stringify(state)));
    else await this.#texts.delete(textName(jid));
  }

  async #key(jid: string): Promise<Buffer | undefined> {
    const known = this.#keys.get(jid);
    if (known) return known;
    const kept = Buffer.from((await this.#secrets.get(keyName(jid))) ?? '', 'base64');
    if (kept.length !== KEY_BYTES) return undefined;
    this.#keys.set(jid, kept);
    return kept;
  }
}

function seal(key: Buffer, jid: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(jid));
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Decrypts; `undefined` if sealed with another key, for another account, or altered since. */
function unseal(key: Buffer, jid: string, text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64');
  const tagged = bytes.subarray(IV_BYTES);
  try {
    const iv = bytes.subarray(0, IV_BYTES);
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(jid))
      .setAuthTag(tagged.subarray(0, TAG_BYTES));
    const opened = [decipher.update(tagged.subarray(TAG_BYTES)), decipher.final()];
    return Buffer.concat(opened).toString();
  } catch {
    return undefined;
  }
}

function parse(text: string | undefined): KeptSession | undefined {
  if (text === undefined) return undefined;
  const checked = v.safeParse(schema, JSON.parse(text));
  return checked.success ? checked.output : undefined;
}
