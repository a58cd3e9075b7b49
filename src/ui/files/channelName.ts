/**
 * The name of an output channel, by the path of its document, which ends with it: `…-#1-Git`, or
 * `parley.parley-xmpp.Parley` with the extension in front.
 */
export function channelName(path: string): string {
  const name = /#\d+-(.+)$/u.exec(path)?.[1] ?? path.replace(/^.*\//u, '');
  const extension = /^[\w-]+\.[\w-]+\.(?=.)/u;
  return name.replace(/\.log$/u, '').replace(extension, '') || 'output';
}
