import * as v from 'valibot';
import { PROFILE_FIELDS } from '../../api/views.ts';
import { contactOf, nothing } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { imageHash, ofAccount, ofChat } from '../schema.ts';

/** More than may be published: what is too large is refused with a reason. */
const MAX_IMAGE_BYTES = 1024 * 1024;

const text = v.pipe(v.string(), v.maxLength(4096));
const fields = v.pipe(
  v.strictObject(v.entriesFromList(PROFILE_FIELDS, v.exactOptional(text))),
  v.check((changed) => Object.keys(changed).length > 0),
);

/** Avatars, and the user's own profile. */
export const profileMethods = {
  getAvatar: {
    params: v.strictObject({ ...ofChat, hash: imageHash }),
    tab: 'chat',
    repeatable: true,
    run: async (served, { hash, ...of }) => {
      const [account, jid] = contactOf(served, of);
      return (await account.avatars.image(jid, hash)) ?? null;
    },
  },
  getAvatarFile: {
    params: v.strictObject({ ...ofChat, hash: imageHash }),
    tab: 'none',
    repeatable: true,
    run: async (served, { hash, ...of }) => {
      const [account, jid] = contactOf(served, of);
      return (await account.avatars.file(jid, hash)) ?? null;
    },
  },
  getProfile: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    repeatable: true,
    run: async ({ accounts }, { account: id }) => {
      const account = accounts.get(id);
      const profile = await account.ownProfile.load();
      const avatar = account.avatars.hashOf(account.jid.bare);
      return { ...profile, ...(avatar !== undefined && { avatar }) };
    },
  },
  setProfile: {
    params: v.strictObject({ ...ofAccount, fields }),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account, fields: changed }) =>
      accounts.get(account).ownProfile.save(changed).then(nothing),
  },
  setAvatar: {
    params: v.strictObject({
      ...ofAccount,
      content: v.pipe(
        v.instance(Uint8Array),
        v.check(({ byteLength }) => byteLength <= MAX_IMAGE_BYTES),
      ),
      access: v.picklist(['presence', 'open']),
    }),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account, content, access }) =>
      accounts.get(account).ownProfile.setAvatar(content, access).then(nothing),
  },
  removeAvatar: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account }) =>
      accounts.get(account).ownProfile.removeAvatar().then(nothing),
  },
} satisfies Partial<MethodTable>;
