/** Suffixes that copies and backups of a file get; removed to find the original name. */
const COPY =
  /(?:~|\.(?:bak|backup|old|orig|save|swp|swo|tmp|copy|\d+)| \(\d+\)| (?:- )?copy(?: \d+)?)(?=\.[a-z]{1,5}$|$)/giu;
const INVISIBLE = /\p{Cf}/gu;
const WORDS =
  '(?:credentials?|creds|secrets?|passwords?|passwd|passphrases?|api[-_ ]?keys?|access[-_ ]?keys?|private[-_ ]?keys?|rootkey)';
const LISTS =
  '(?:json|ya?ml|toml|ini|txt|csv|conf|cfg|xml|properties|plist|md|docx?|xls[xm]?|od[st]|rtf|pdf|zip|tar|tgz|gz|7z)';

/** Names of files that usually contain passwords, tokens and private keys. */
const SECRET_NAMES: readonly RegExp[] = [
  /^\.(?:flask|dev)?env(?:rc|s|[._-].+)?$|\.env$|^\.dev\.vars|^env(?:\.(?:local|prod(?:uction)?|dev(?:elopment)?|stag(?:e|ing)|test|ci))*$/iu,
  /^id_(?:rsa|dsa|ecdsa|ed25519|xmss)(?!.*\.pub$)|^ssh_host_\w+_key$/iu,
  /\.(?:pem|key|pk8|p8|p12|pfx|pkcs12|jks|bks|keystore|keytab|keychain|kdbx?|psafe3|1pux|agekey|ppk|asc|gpg|pgp|ovpn|tfstate|tfvars|kubeconfig)(?:\.json)?$/iu,
  /^[._]?(?:netrc|npmrc|yarnrc(?:\.yml)?|pypirc|pgpass(?:\.conf)?|mylogin\.cnf|htpasswd|git-credentials|dockercfg|dockerconfigjson|s3cfg|boto|authinfo|fetchmailrc|msmtprc|mbsyncrc|vault[-_](?:token|pass(?:word)?)|terraformrc|kubeconfig|databrickscfg|snowsql|wgetrc|curlrc|irssi|passwd-s3fs)$/iu,
  /^(?:\.my\.cnf|rclone\.conf|wallet\.dat|shadow|secring\..*|logins\.json|key[34]\.db|wp-config\.php|accesstokens\.json|auth\.json|local\.settings\.json|master\.key|\.?tokens?(?:\.(?:json|txt|csv))?)$/iu,
  /^(?:application_default_credentials|client[-_]secrets?.*|service[-_]?account.*|.*\.tfrc)\.json$/iu,
  new RegExp(`^(?:.*[-_. ])?\\.?${WORDS}(?:\\.${LISTS})*$`, 'iu'),
  /^\.\w+_history$/iu,
];
/** Folders that contain little else. */
const SECRET_PLACES =
  /(?:^|\/)\.(?:ssh|gnupg|aws|azure|kube|password-store)\/|(?:^|\/)\.docker\/config\.json$|(?:^|\/)\.config\/(?:gcloud|gh|hub)\/|\/keyrings\/|(?:^|\/)\.m2\/settings\.xml$/iu;
/** Templates without values, and public keys, which are meant to be shared. */
const HARMLESS =
  /^\.?env\.(?:example|sample|template|dist|schema)$|\.pub$|^(?:known_hosts|authorized_keys)$/iu;

/** Patterns of secrets, whatever their file is called. */
const SECRETS: readonly RegExp[] = [
  // A private key in PEM (RFC 7468 §10–11), OpenPGP armour, PuTTY's or age's form.
  /-----BEGIN (?:[A-Z0-9]+ ){0,5}PRIVATE KEY(?: BLOCK)?-----/u,
  /PuTTY-User-Key-File-\d|AGE-SECRET-KEY-1/u,
  // Tokens with a recognizable prefix or form.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[\w-]{35}|\bya29\.[\w-]{20}/u,
  /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22}|glpat-[\w-]{20}|npm_[A-Za-z0-9]{36}|pypi-AgE)/u,
  /\b(?:xox[abprs]-[\w-]{10}|[sr]k_live_\w{16}|sk-[\w-]{32}|SG\.[\w-]{22}\.|dop_v1_[a-f0-9]{32}|hf_[A-Za-z]{30})/u,
  /\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,2000}\.[\w-]{10}|\botpauth:\/\/|\b\d{8,10}:AA[\w-]{33}/u,
  /hooks\.slack\.com\/services\/T\w|discord(?:app)?\.com\/api\/webhooks\/\d/u,
  // Configuration of tools.
  /\baws_secret_access_key\s{0,9}[=:]\s{0,9}\S{16}/iu,
  /_(?:authToken|password|auth)\s{0,9}=\s{0,9}[^\s$]/u,
  /^\s{0,20}PrivateKey\s{0,9}=\s{0,9}[A-Za-z0-9+/]{42}/mu,
  /\b(?:AccountKey|SharedAccessKey|Password|Pwd)=[^\s;"'$<{]{3,80};/iu,
  /"(?:password|passwd|passphrase|secret|client_?secret|(?:api|secret|private|access)_?key|(?:access|refresh|auth|bearer)?_?token)"\s{0,9}:\s{0,9}"[^\s"$<{]{6}/iu,
  /\bclient-key-data:\s{0,9}\S/u,
  /"auth"\s{0,9}:\s{0,9}"[A-Za-z0-9+/=]{8}/u,
  /\bmachine\s{1,9}\S{1,255}\s{1,9}login\s{1,9}\S{1,255}\s{1,9}password\s{1,9}\S/u,
  // A variable with a value, and a URL with a password.
  /^(?:export\s{1,9}|[ \t]{1,20}(?:-[ ])?)?[A-Z0-9_]{0,40}(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)[A-Z0-9_]{0,40}(?:=|:[ ]{1,3})["']?[^\s"'$<{]{3}/mu,
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'<>]{1,100}:[^\s:/@"'$<>{]{3,100}@/u,
];
/** The first bytes of key stores and of keys in DER, in hex; a point matches any digit. */
const SECRET_BYTES =
  /^(?:feedfeed|03d9a29a|3082....02010330|3082....0201003(?:0|1)|3082....0201000282|307702010104)/u;
/** Of UTF-8 and UTF-16, as Latin-1. */
const BYTE_ORDER_MARK = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/u;
/** Length of the searched beginning, in bytes: secrets are found near the start of a file. */
export const SEARCHED_BYTES = 1024 * 1024;

/**
 * Whether a file looks like one that contains secrets: by its name, its folder, or its content.
 * @param name the local name.
 * @param path its path, if known.
 */
export function looksSecret(name: string, content: Uint8Array, path = ''): boolean {
  return isSecretName(name, path.replaceAll('\\', '/')) || holdsSecret(content);
}

function isSecretName(given: string, path: string): boolean {
  const name = given
    .replace(INVISIBLE, '')
    .replace(/[\s.]+$/u, '')
    .replace(COPY, '');
  if (HARMLESS.test(name)) return false;
  return SECRET_NAMES.some((pattern) => pattern.test(name)) || SECRET_PLACES.test(path);
}

function holdsSecret(content: Uint8Array): boolean {
  const searched = Buffer.from(content.subarray(0, SEARCHED_BYTES));
  if (SECRET_BYTES.test(searched.toString('hex', 0, 12))) return true;
  // Removes the zero bytes of ASCII in UTF-16.
  const text = searched.toString('latin1').replaceAll('\0', '').replace(BYTE_ORDER_MARK, '');
  return SECRETS.some((pattern) => pattern.test(text));
}
