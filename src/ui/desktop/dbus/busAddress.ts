/** Where a bus listens: a path, or for an abstract socket a name after a NUL. */
type SocketPath = string;

/**
 * The sockets of the session bus, in the order in which to try them (D-Bus specification, "Server
 * Addresses"): those of `DBUS_SESSION_BUS_ADDRESS`, or else that in `XDG_RUNTIME_DIR`.
 */
export function sessionBusSockets(env: NodeJS.ProcessEnv): readonly SocketPath[] {
  const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const runtime = env['XDG_RUNTIME_DIR'] ?? '';
  if (address === '') return runtime === '' ? [] : [`${runtime}/bus`];
  return address.split(';').flatMap((one) => socketOf(one, runtime));
}

function socketOf(address: string, runtime: string): readonly SocketPath[] {
  const [transport, list = ''] = address.split(/:(.*)/su);
  if (transport !== 'unix') return [];
  const values = new Map(
    list.split(',').map((pair) => {
      const [key = '', value = ''] = pair.split(/=(.*)/su);
      return [key, unescaped(value)] as const;
    }),
  );
  const abstract = values.get('abstract');
  if (abstract !== undefined) return [`\0${abstract}`];
  const path = values.get('path');
  if (path !== undefined) return [path];
  return values.get('runtime') === 'yes' && runtime !== '' ? [`${runtime}/bus`] : [];
}

/** Bytes are escaped as `%2f`. What is no UTF-8 is left as it is, and leads nowhere. */
function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
