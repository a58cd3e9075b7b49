import * as v from 'valibot';
import { checkedThumbnail } from '../../base/thumbnail.ts';
import { MAX_THUMBNAIL_URL } from '../../base/thumbnailLimits.ts';
import {
  CONTACT_COMMANDS,
  MAX_ADDRESS,
  MAX_CAPTION,
  MAX_GIVEN_BYTES,
  MAX_GIVEN_FILES,
  MAX_NAME,
  MAX_NICK,
  MAX_QUERY,
  MAX_REASON,
  MAX_TEXT,
  MAX_URI,
  MAX_ZONE,
  OCCUPANT_COMMANDS,
  type PanelRequest,
  type PanelState,
  ROOM_COMMANDS,
} from '../../api/panel.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const message = id;
const file = v.exactOptional(
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_GIVEN_FILES)),
);
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TEXT));
const caption = v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_CAPTION)));
const givenFile = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_NAME)),
  content: v.instance(Uint8Array),
  thumbnail: v.exactOptional(
    v.pipe(
      v.string(),
      v.maxLength(MAX_THUMBNAIL_URL),
      v.check((url) => checkedThumbnail(url) === url),
    ),
  ),
});
const nick = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_NICK));
const uri = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_URI));

const address = v.pipe(v.string(), v.maxLength(MAX_ADDRESS));
/** Limits of a scroll anchor's offset, in CSS px. */
const offset = v.pipe(v.number(), v.minValue(-1e6), v.maxValue(1e6));
const typed = v.pipe(v.string(), v.maxLength(MAX_TEXT));

const state = v.strictObject({
  account: address,
  chat: address,
  draft: typed,
  mode: v.exactOptional(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('edit'), message, aside: typed }),
      v.strictObject({ kind: v.literal('reply'), message }),
    ]),
  ),
  unsaved: v.exactOptional(v.literal(true)),
  anchor: v.exactOptional(v.strictObject({ message, offset })),
  emoji: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100))),
  showsOccupants: v.exactOptional(v.literal(true)),
  at: v.exactOptional(v.number()),
}) satisfies v.GenericSchema<unknown, PanelState>;

/** A chat tab is as untrusted as the network: only these shapes are accepted, with these limits. */
const panelRequest = v.variant('type', [
  v.strictObject({ type: v.literal('loaded'), account: address, chat: address }),
  v.strictObject({ type: v.literal('keep'), state }),
  v.strictObject({ type: v.literal('goToChat') }),
  v.strictObject({
    type: v.literal('timeZone'),
    timeZone: v.pipe(v.string(), v.maxLength(MAX_ZONE)),
  }),
  v.strictObject({ type: v.literal('openLink'), url: v.pipe(v.string(), v.maxLength(MAX_URI)) }),
  v.strictObject({ type: v.literal('saveFile'), message, file }),
  v.strictObject({ type: v.literal('acceptFile'), message }),
  v.strictObject({ type: v.literal('revealFile'), message, file }),
  v.strictObject({ type: v.literal('sendAnotherWay'), transfer: id }),
  v.strictObject({ type: v.literal('openFile'), message, file }),
  v.strictObject({ type: v.literal('signIn') }),
  v.strictObject({ type: v.literal('setPresence') }),
  v.strictObject({ type: v.literal('chooseFile'), caption }),
  v.strictObject({ type: v.literal('sendCurrentFile') }),
  v.strictObject({
    type: v.literal('pickContact'),
    query: v.pipe(v.string(), v.maxLength(MAX_QUERY)),
  }),
  v.strictObject({ type: v.literal('copyText'), text }),
  v.strictObject({ type: v.literal('insertCode'), code: text }),
  v.strictObject({
    type: v.literal('openCode'),
    code: text,
    language: v.exactOptional(v.pipe(v.string(), v.maxLength(32))),
  }),
  v.strictObject({ type: v.literal('compareFile'), message, file }),
  v.strictObject({ type: v.literal('viewFile'), message, file }),
  v.strictObject({ type: v.literal('previewFile'), message, file }),
  v.strictObject({ type: v.literal('showPicture'), message, file }),
  v.strictObject({
    type: v.literal('sendFiles'),
    caption,
    files: v.pipe(
      v.array(givenFile),
      v.minLength(1),
      v.maxLength(MAX_GIVEN_FILES),
      v.check(
        (files) =>
          files.reduce((sum, { content }) => sum + content.byteLength, 0) <= MAX_GIVEN_BYTES,
      ),
    ),
  }),
  v.strictObject({
    type: v.literal('sendUris'),
    caption,
    uris: v.pipe(v.array(uri), v.minLength(1), v.maxLength(MAX_GIVEN_FILES)),
  }),
  v.strictObject({ type: v.literal('contactCommand'), command: v.picklist(CONTACT_COMMANDS) }),
  v.strictObject({ type: v.literal('roomCommand'), command: v.picklist(ROOM_COMMANDS) }),
  v.strictObject({ type: v.literal('openPrivate'), nick }),
  v.strictObject({ type: v.literal('moderate'), message }),
  v.strictObject({
    type: v.literal('occupantCommand'),
    command: v.picklist(OCCUPANT_COMMANDS),
    nick,
    reason: v.pipe(v.string(), v.maxLength(MAX_REASON)),
  }),
]) satisfies v.GenericSchema<unknown, PanelRequest>;

/** Parses a request of a chat tab to its panel. @returns `undefined` if it is none */
export function parsePanelRequest(value: unknown): PanelRequest | undefined {
  const checked = v.safeParse(panelRequest, value);
  return checked.success ? checked.output : undefined;
}
