import type { Endpoint } from './endpoints.ts';

/**
 * Parses the endpoint in the user's settings: `mode`, with `host` and `port`, or for `websocket`
 * with a `wss:` `url`.
 * @returns `undefined` if it is missing or invalid
 */
export function parseServerSetting(setting: unknown): Endpoint | undefined {
  if (typeof setting !== 'object' || setting === null) return undefined;
  const { mode, host, port, url } = setting as Record<string, unknown>;
  if (mode === 'websocket') {
    if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
    const address = new URL(url);
    if (address.protocol !== 'wss:') return undefined;
    return { mode, host: address.hostname, port: Number(address.port || 443), url };
  }
  if (mode !== 'starttls' && mode !== 'tls') return undefined;
  if (typeof host !== 'string' || host === '') return undefined;
  const usual = mode === 'tls' ? 5223 : 5222;
  const valid = Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
  return { mode, host, port: valid ? Number(port) : usual };
}
