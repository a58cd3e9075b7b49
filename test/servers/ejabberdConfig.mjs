// @ts-check

/** By the names that ejabberd gives them. */
const SCRAM_HASHES = { 'SHA-1': 'sha', 'SHA-256': 'sha256', 'SHA-512': 'sha512' };

/**
 * ejabberd's configuration (ejabberd 23.01), as JSON, which is YAML too.
 * @param {import('./server.mjs').Setup} setup
 * @param {import('./server.mjs').ServerOptions} options
 * @returns {string}
 */
export function ejabberdConfig({ folder, ports }, options) {
  const { registration = true, captcha = false, without = [], resumeSeconds = 300 } = options;
  const { directoryLimit: matches = 'infinity', uploadQuota } = options;
  const client = {
    ip: '127.0.0.1',
    module: 'ejabberd_c2s',
    max_stanza_size: options.stanzaLimit ?? 262_144,
    shaper: 'fast',
    access: 'all',
  };
  const web = {
    '/upload': 'mod_http_upload',
    '/ws': 'ejabberd_http_ws',
    '/.well-known/host-meta': 'mod_host_meta',
  };
  const http = { ip: '127.0.0.1', module: 'ejabberd_http' };
  const modules = Object.entries({
    ...baseModules({ registration, captcha, resumeSeconds, matches }),
    ...uploadModule(folder, ports, options),
    mod_proxy65: {
      host: 'proxy.@HOST@',
      ip: '127.0.0.1',
      hostname: '127.0.0.1',
      port: ports.proxy65,
      shaper: 'none',
    },
  });
  return JSON.stringify(
    {
      hosts: ['localhost'],
      loglevel: 'info',
      certfiles: [`${folder}/certificate.pem`],
      auth_method: ['sql'],
      auth_password_format: 'scram',
      auth_scram_hash: SCRAM_HASHES[options.passwordHash ?? 'SHA-1'],
      disable_sasl_mechanisms: ['digest-md5', 'X-OAUTH2', ...(options.withoutMechanisms ?? [])],
      // Mnesia holds the newest seconds in memory only: kill -9 would lose what was acknowledged.
      default_db: 'sql',
      sql_type: 'sqlite',
      sql_database: `${folder}/ejabberd.db`,
      s2s_access: 'none',
      listen: [
        { ...client, port: ports.starttls, starttls: true, starttls_required: true },
        { ...client, port: ports.tls, tls: true },
        { ...http, port: ports.http, request_handlers: { ...web, '/api': 'mod_http_api' } },
        { ...http, port: ports.https, tls: true, request_handlers: web },
      ],
      acl: {
        local: { user_regexp: '' },
        loopback: { ip: ['127.0.0.0/8'] },
        admin: { user: ['admin@localhost'] },
      },
      access_rules: {
        local: { allow: 'local' },
        loopback: { allow: 'loopback' },
        configure: { allow: 'admin' },
      },
      api_permissions: {
        launcher: { from: ['mod_http_api'], who: { ip: '127.0.0.0/8' }, what: '*' },
      },
      shaper: { fast: { rate: 20_000_000, burst_size: 20_000_000 } },
      ...(uploadQuota !== undefined && {
        shaper_rules: { soft_upload_quota: uploadQuota, hard_upload_quota: uploadQuota },
      }),
      registration_timeout: 'infinity',
      ...(captcha && {
        captcha_cmd: `${folder}/captcha.sh`,
        captcha_url: `https://127.0.0.1:${ports.https}/captcha`,
        captcha_limit: 100,
      }),
      modules: Object.fromEntries(modules.filter(([name]) => !without.includes(name))),
    },
    undefined,
    2,
  );
}

/**
 * @param {{
 *   registration: boolean, captcha: boolean, resumeSeconds: number, matches: number | 'infinity'
 * }} options
 */
function baseModules({ registration, captcha, resumeSeconds, matches }) {
  return {
    mod_adhoc: {},
    mod_admin_extra: {},
    mod_avatar: {},
    mod_blocking: {},
    mod_caps: {},
    mod_carboncopy: {},
    mod_client_state: {},
    mod_configure: {},
    mod_disco: {},
    mod_host_meta: {},
    mod_http_api: {},
    mod_last: {},
    mod_mam: { assume_mam_usage: true, default: 'always' },
    mod_muc: {
      host: 'conference.@HOST@',
      default_room_options: { mam: true, public: true },
      // The defaults keep large rooms, and clients with many rooms, out of the tests.
      max_users: 5000,
      max_users_presence: 5000,
      max_user_conferences: 1000,
    },
    mod_offline: {},
    mod_ping: {},
    mod_privacy: {},
    mod_private: {},
    mod_pubsub: {
      host: 'pubsub.@HOST@',
      plugins: ['flat', 'pep'],
      force_node_config: { 'storage:bookmarks': { access_model: 'whitelist' } },
    },
    ...(registration
      ? {
          mod_register: {
            ip_access: 'loopback',
            welcome_message: {},
            captcha_protected: captcha,
          },
        }
      : {}),
    mod_roster: { versioning: true },
    mod_stream_mgmt: { resend_on_timeout: 'if_offline', resume_timeout: resumeSeconds },
    mod_time: {},
    mod_vcard: { search: true, allow_return_all: true, matches, host: 'vjud.@HOST@' },
    mod_vcard_xupdate: {},
    mod_version: { show_os: false },
  };
}

/**
 * @param {string} folder
 * @param {import('./server.mjs').Ports} ports
 * @param {import('./server.mjs').ServerOptions} options
 */
function uploadModule(folder, ports, options) {
  const { upload = true, uploadLimit = 64 * 2 ** 20, urlPort = ports.https, uploadQuota } = options;
  if (!upload) return {};
  const url = `https://127.0.0.1:${urlPort}/upload`;
  return {
    mod_http_upload: {
      host: 'upload.@HOST@',
      docroot: `${folder}/upload`,
      put_url: url,
      get_url: url,
      max_size: uploadLimit,
    },
    ...(uploadQuota !== undefined && { mod_http_upload_quota: {} }),
  };
}
