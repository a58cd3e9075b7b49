/** Names under which passwords, tokens and private keys are usually kept. */
const SECRET_NAMES: readonly RegExp[] = [
  /^\.env(?:\..+)?$|\.env$/iu,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/iu,
  /\.(?:pem|key|pk8|p8|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|ovpn)$/iu,
  /^\.?(?:netrc|npmrc|pypirc|pgpass|htpasswd|git-credentials|dockercfg)$|^_netrc$/iu,
  /^(?:credentials|secrets?)(?:\.(?:json|ya?ml|toml|ini|txt))?$/iu,
];
/** Templates without values, meant to be shared. */
const HARMLESS = /^\.env\.(?:example|sample|template|dist)$/iu;
/** The line that a private key in PEM (RFC 7468 §10–11) or OpenPGP armour begins with. */
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/u;
/** A key stands at the beginning of its file, in bytes. */
const SEARCHED = 64 * 1024;

/** Whether a file looks like one that holds secrets, by its name or a private key inside. */
export function looksSecret(name: string, content: Uint8Array): boolean {
  if (SECRET_NAMES.some((pattern) => pattern.test(name)) && !HARMLESS.test(name)) return true;
  return PRIVATE_KEY.test(Buffer.from(content.subarray(0, SEARCHED)).toString('latin1'));
}
