import * as v from 'valibot';
import {
  DETAILS_COMMANDS,
  type DetailsRequest,
  FILE_ACTIONS,
  MAX_NOTE,
} from '../../api/detailsPanel.ts';
import { MAX_URI } from '../../api/panel.ts';

const message = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const note = v.pipe(v.string(), v.maxLength(MAX_NOTE));

/** The tab is as untrusted as the network: only these shapes are accepted, with these limits. */
const detailsRequest = v.variant('type', [
  v.strictObject({ type: v.literal('loaded') }),
  v.strictObject({ type: v.literal('refresh') }),
  v.strictObject({ type: v.literal('readNote') }),
  v.strictObject({ type: v.literal('saveNote'), text: note, before: note }),
  v.strictObject({
    type: v.literal('keepNote'),
    note: v.nullable(v.strictObject({ text: note, before: note })),
  }),
  v.strictObject({ type: v.literal('openLink'), url: v.pipe(v.string(), v.maxLength(MAX_URI)) }),
  v.strictObject({ type: v.literal('copyAddress') }),
  v.strictObject({ type: v.literal('command'), command: v.picklist(DETAILS_COMMANDS) }),
  v.strictObject({
    type: v.literal('file'),
    action: v.picklist(FILE_ACTIONS),
    message,
    file: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  v.strictObject({ type: v.literal('showMessage'), message }),
  v.strictObject({ type: v.literal('openRoom'), room: v.pipe(v.string(), v.maxLength(3071)) }),
]) satisfies v.GenericSchema<unknown, DetailsRequest>;

/** Parses a request of the tab to its panel. @returns `undefined` if it is none */
export function parseDetailsRequest(value: unknown): DetailsRequest | undefined {
  const checked = v.safeParse(detailsRequest, value);
  return checked.success ? checked.output : undefined;
}
