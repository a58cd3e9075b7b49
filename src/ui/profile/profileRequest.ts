import * as v from 'valibot';
import { ADDRESS_FORMS, AVATAR_ACCESS, type ProfileRequest } from '../../api/profilePanel.ts';
import { PROFILE_FIELDS } from '../../api/views.ts';

const text = v.pipe(v.string(), v.maxLength(4096));
const content = v.pipe(
  v.instance(Uint8Array),
  v.check(({ byteLength }) => byteLength <= 1024 * 1024),
);

const fields = v.strictObject(v.entriesFromList(PROFILE_FIELDS, v.exactOptional(text)));

const profileRequest = v.variant('type', [
  v.strictObject({ type: v.literal('loaded') }),
  v.strictObject({ type: v.literal('choosePicture'), from: v.picklist(['file', 'editor']) }),
  v.strictObject({ type: v.literal('keep'), typed: fields }),
  v.strictObject({ type: v.literal('copyAddress'), form: v.picklist(ADDRESS_FORMS) }),
  v.strictObject({
    type: v.literal('save'),
    fields,
    avatar: v.exactOptional(
      v.nullable(v.strictObject({ content, access: v.picklist(AVATAR_ACCESS) })),
    ),
  }),
]) satisfies v.GenericSchema<unknown, ProfileRequest>;

/** Parses a request of the tab to its panel. @returns `undefined` if it is none */
export function parseProfileRequest(value: unknown): ProfileRequest | undefined {
  const checked = v.safeParse(profileRequest, value);
  return checked.success ? checked.output : undefined;
}
