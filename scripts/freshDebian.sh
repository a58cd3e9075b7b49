#!/usr/bin/env bash
# Runs a command in a fresh clone of this repository, on a clean Debian that has nothing but Node, npm and git:
#   scripts/freshDebian.sh npm test
# The clone holds what is committed. The base system is made once (about a minute, 350 MB) and copied for
# each run. `--prepare` only makes the base; it fails where this machine cannot run one, saying why.
set -euo pipefail
repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
home=${PARLEY_FRESH_HOME:-/var/tmp/parley-fresh}
base=$home/base

say() { echo "• clean Debian: $*" >&2; }
cannot() { say "not on this machine: $*"; exit 1; }

[ "$(uname -s)" = Linux ] || cannot 'it needs Linux'
[ "$(id -u)" = 0 ] || cannot 'it needs root'
. /etc/os-release
[ "${ID:-}" = debian ] || cannot 'it needs Debian'
unshare --mount --pid --fork true 2>/dev/null || cannot 'mounts and processes of its own are not permitted'

# The first mirror that this machine uses, in either format of its list.
mirror() {
  sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb (\[[^]]*\] )?([^ ]+) .*/\2/p' \
    /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | sed -n 1p
}

# Debian's minimal system, Node and npm as they are here, and how this machine reaches its registries.
make_base() {
  command -v debootstrap >/dev/null || {
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends debootstrap
  } >/dev/null
  local file name
  debootstrap --variant=minbase --include=ca-certificates,git "$VERSION_CODENAME" "$base" "$(mirror)"
  install -D "$(readlink -f "$(command -v node)")" "$base/usr/bin/node"
  mkdir -p "$base/usr/lib/node_modules" "$base/usr/etc"
  cp -a "$(npm root -g)/npm" "$base/usr/lib/node_modules/"
  for name in npm npx; do
    ln -sf "../lib/node_modules/npm/bin/$name-cli.js" "$base/usr/bin/$name"
  done
  cp -a /etc/apt/apt.conf.d "$base/etc/apt/"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.* /etc/resolv.conf \
    /etc/ssl/certs/ca-certificates.crt /root/.npmrc /usr/etc/npmrc /etc/npmrc; do
    [ ! -f "$file" ] || install -D -m 644 "$file" "$base$file"
  done
  # Node's headers stay behind.
  [ ! -f "$base/root/.npmrc" ] || sed -i '/^nodedir/d' "$base/root/.npmrc"
  cp -a /usr/local/share/ca-certificates "$base/usr/local/share/"
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$base/etc/hosts"
}

mkdir -p "$home"
exec 9>"$home/lock"
flock 9
# Another release, Node or npm, or another way of making it, makes another base.
wanted="$VERSION_CODENAME $(node --version) $(npm --version) $(declare -f make_base | sha256sum)"
if [ "$(cat "$home/ready" 2>/dev/null)" != "$wanted" ]; then
  rm -rf --one-file-system "$base" "$home/ready"
  say "making the base, $VERSION_CODENAME with Node $(node --version) …"
  began=$SECONDS
  (make_base) >"$home/base.log" 2>&1 || {
    tail -n 5 "$home/base.log" >&2
    cannot "its base could not be made ($home/base.log)"
  }
  echo "$wanted" >"$home/ready"
  say "the base is made: $((SECONDS - began)) s"
fi
if [ "${1:-}" = --prepare ]; then exit 0; fi

export FRESH_ROOT=$home/run-$$
inside=
end() {
  [ -z "$inside" ] || kill -KILL "$inside" 2>/dev/null || true
  rm -rf --one-file-system "$FRESH_ROOT"
}
trap end EXIT
trap 'exit 130' INT TERM HUP
began=$SECONDS
cp -a "$base" "$FRESH_ROOT"
flock -u 9
git clone -q "$repository" "$FRESH_ROOT/root/parley"
say "copied and cloned: $((SECONDS - began)) s"
# Mounts and processes of its own, so that nothing outlives the command. The inner shell stays, as the
# first process there, to wait for those that lose their parent.
unshare --mount --pid --fork --kill-child bash -c '
  mount --make-rprivate /
  mount -t proc proc "$FRESH_ROOT/proc"
  mount --rbind /dev "$FRESH_ROOT/dev"
  mount -t tmpfs tmpfs "$FRESH_ROOT/tmp"
  keep=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
  for name in CI TERM HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy NODE_EXTRA_CA_CERTS SSL_CERT_FILE; do
    [ -z "${!name:-}" ] || keep+=("$name=${!name}")
  done
  chroot "$FRESH_ROOT" env -i "${keep[@]}" bash -c "cd /root/parley && \"\$@\"; exit \$?" fresh "$@"
  exit $?
' fresh "$@" &
inside=$!
wait "$inside"
