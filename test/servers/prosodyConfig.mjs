// @ts-check

/** A Lua string literal; JSON's escapes are Lua's for the paths and tokens used here. */
const lua = JSON.stringify;

const MODULES = [
  ...['roster', 'saslauth', 'tls', 'disco', 'carbons', 'pep', 'private', 'blocklist', 'bookmarks'],
  ...['vcard4', 'vcard_legacy', 'version', 'uptime', 'time', 'ping', 'lastactivity', 'mam', 'csi'],
  ...['csi_simple', 'smacks', 'offline', 'limits', 'admin_adhoc', 'posix', 'websocket', 'http'],
  ...['external_services', 'server_contact_info', 'user_account_management', 'cloud_notify'],
  'launcher',
  'user_list',
];

/**
 * Prosody's configuration (Prosody 0.12).
 * @param {import('./server.mjs').Setup} setup
 * @param {import('./server.mjs').ServerOptions} options
 * @param {{ plugins: string, token: string }} launcher where our modules are, and their bearer token
 * @returns {string}
 */
export function prosodyConfig({ folder, ports, certificate }, options, { plugins, token }) {
  const { upload = true, uploadLimit = 64 * 2 ** 20, uploadQuota = 16 * 1024 } = options;
  const { registration = true, without = [] } = options;
  const modules = [...MODULES, ...(registration ? ['register_ibr'] : [])];
  const enabled = modules.filter((name) => !without.includes(name));
  return `
-- Without it Prosody refuses to run for root, and waits for ever instead of exiting.
run_as_root = true
data_path = ${lua(`${folder}/data`)}
pidfile = ${lua(`${folder}/prosody.pid`)}
plugin_paths = { ${lua(plugins)} }
log = { { levels = { min = "info" }, to = "console" } }

interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
c2s_ports = { ${ports.starttls} }
c2s_direct_tls_ports = { ${ports.tls} }
http_ports = { ${ports.http} }
https_ports = { ${ports.https} }
http_interfaces = { "127.0.0.1" }
https_interfaces = { "127.0.0.1" }
proxy65_ports = { ${ports.proxy65} }
proxy65_interfaces = { "127.0.0.1" }
modules_disabled = { "s2s" }
-- Otherwise each small round trip may wait 40 ms for a delayed acknowledgement.
network_settings = { nagle = false }

-- A folder with one certificate: Prosody takes any whose name fits.
certificates = ${lua(`${folder}/certificates`)}
ssl = { certificate = ${lua(certificate.cert)}, key = ${lua(certificate.key)} }
c2s_direct_tls_ssl = ssl
https_ssl = ssl
c2s_require_encryption = true
allow_unencrypted_plain_auth = false
c2s_stanza_size_limit = ${options.stanzaLimit ?? 262_144}
authentication = "internal_hashed"
password_hash = ${lua(options.passwordHash ?? 'SHA-1')}
allow_registration = ${registration}

storage = ${options.sqlArchive ? '{ archive = "sql" }' : '"internal"'}
sql = { driver = "SQLite3", database = ${lua(`${folder}/prosody.sqlite`)} }
default_archive_policy = true
archive_expires_after = "never"
max_archive_query_results = 250
-- Seconds of quiet after an answer before more is held back from a client that is inactive.
csi_resume_inactive_delay = 0.2
smacks_hibernation_time = ${options.resumeSeconds ?? 300}
-- The default of 10 kB/s makes in-band bytestreams crawl.
limits = { c2s = { rate = "10mb/s", burst = "10s" } }

http_default_host = "localhost"
http_host = "localhost"
http_external_url = "https://${options.urlHost ?? '127.0.0.1'}:${options.urlPort ?? ports.https}/"
consider_websocket_secure = true
contact_info = { admin = { "xmpp:admin@localhost" } }
admins = { "admin@localhost" }
external_services = {
  { type = "stun", transport = "udp", host = "127.0.0.1", port = 3478 };
}
launcher_token = ${lua(token)}
modules_enabled = { ${enabled.map((name) => lua(name)).join(', ')} }

VirtualHost "localhost"

Component "conference.localhost" "muc"
  name = "Rooms"
  modules_enabled = { "muc_mam", "vcard_muc", "muc_moderation" }
  restrict_room_creation = false
  muc_log_by_default = true
  muc_log_expires_after = "never"
  muc_room_default_public = true
  allow_unaffiliated_register = true
${
  upload
    ? `
Component "upload.localhost" "http_file_share"
  http_host = "localhost"
  http_file_share_size_limit = ${uploadLimit}
  http_file_share_daily_quota = ${uploadQuota * 2 ** 20}
  http_file_share_expires_after = 60 * 60 * 24 * 7
`
    : ''
}
Component "proxy.localhost" "proxy65"
  proxy65_address = "127.0.0.1"
  proxy65_acl = { "localhost" }

${
  without.includes('user_search')
    ? ''
    : `
Component "search.localhost" "user_search"
  name = "User search"
`
}
Component "pubsub.localhost" "pubsub"
${
  options.crowd === undefined
    ? ''
    : `
Component "crowd.localhost" "crowd"
  crowd_room = "crowd@conference.localhost"
  crowd_size = ${options.crowd}
`
}`;
}
