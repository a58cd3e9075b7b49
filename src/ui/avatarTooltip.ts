import type * as vscode from 'vscode';
import type { Api } from '../api/channel.ts';
import type { OfChat } from '../api/requests.ts';
import type { AvatarView } from '../api/views.ts';
import { hueOf } from '../base/hue.ts';
import { initialOf } from '../base/initial.ts';
import { plainMarkdown } from './editor.ts';

/** The height of an avatar in a tooltip, in points. */
const HEIGHT = 48;
/** The editor cuts texts off after 100,000 characters: with a larger picture, no words would be left. */
const MAX_BYTES = 64 * 1024;

/** Whose tooltip it is. */
interface Shown {
  readonly name: string;
  /** The hash of the avatar, if there is one. */
  readonly avatar?: string | undefined;
}

/** A tooltip with an avatar above its text, in which nothing is markup. */
export async function avatarTooltip(
  api: Api,
  of: OfChat,
  { name, avatar }: Shown,
  text: string,
): Promise<vscode.MarkdownString> {
  const picture = avatar === undefined ? null : await pictureOf(api, of, avatar);
  const isShown = picture !== null && picture.content.length <= MAX_BYTES;
  const address = isShown ? dataUri(picture) : drawnInitial(name, of.chat);
  return plainMarkdown(text, `${address}|height=${HEIGHT}`);
}

/** A failure is not reported, as the user has not asked for the picture: the initial is shown. */
function pictureOf(api: Api, of: OfChat, hash: string): Promise<AvatarView | null> {
  return api.request('getAvatar', { ...of, hash }).catch(() => null);
}

/** As in a page: the initial on a colour derived from who it is (XEP-0392). */
function drawnInitial(name: string, id: string): string {
  const initial = initialOf(name);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${HEIGHT}" height="${HEIGHT}" viewBox="0 0 48 48">` +
    `<circle cx="24" cy="24" r="24" fill="hsl(${hueOf(id)}, 45%, 34%)"/>` +
    '<text x="24" y="32" font-family="sans-serif" font-size="22" font-weight="600" fill="#fff" ' +
    `text-anchor="middle">${initial}</text></svg>`;
  return dataUri({ content: Buffer.from(svg), mediaType: 'image/svg+xml' });
}

function dataUri({ content, mediaType }: AvatarView): string {
  return `data:${mediaType};base64,${Buffer.from(content).toString('base64')}`;
}
