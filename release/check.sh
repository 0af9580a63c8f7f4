#!/bin/sh
# check.sh tries a release on this machine:
#
#	release/check.sh [DIST]
#
# It compares the sums, looks into every archive, runs the program of this machine as nobody in an
# empty root, and installs, tries and removes the Debian package. What it cannot do here it says.
# The last two need root; the package is left out where an entente is installed already.
set -eu

dist=$(cd "${1:-dist}" && pwd)
here=$(cd "$(dirname "$0")/.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

ok() { echo "ok    $*"; }
skip() { echo "skip  $*"; }
fail() { echo "FAIL  $*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

cd "$dist"
sha256sum --quiet -c SHA256SUMS || fail "the sums are wrong"
for name in *; do
	[ "$name" = SHA256SUMS ] || grep -q "  $name\$" SHA256SUMS || fail "$name is not in SHA256SUMS"
done
ok "$(wc -l <SHA256SUMS) files have the sums of SHA256SUMS"

# Every archive: unpack, look for what belongs in, ask the program how it was built.
for archive in entente-*.tar.gz entente-*.zip; do
	[ -e "$archive" ] || continue
	mkdir "$tmp/unpacked"
	case $archive in
	*.zip)
		have unzip || { skip "$archive: no unzip"; rmdir "$tmp/unpacked"; continue; }
		unzip -q "$archive" -d "$tmp/unpacked" ;;
	*) tar xzf "$archive" -C "$tmp/unpacked" ;;
	esac
	folder=$(ls "$tmp/unpacked")
	for name in README.md LICENSE NOTICE CHANGELOG.md THIRD-PARTY.txt completions/entente.ps1 examples/2018-asmara.txt docs/schema/entente-1.schema.json; do
		[ -s "$tmp/unpacked/$folder/$name" ] || fail "$archive has no $name"
	done
	arch=${folder##*-} rest=${folder%-*}
	os=${rest##*-}
	if have go; then
		program=$tmp/unpacked/$folder/entente
		[ "$os" != windows ] || program=$program.exe
		built=$(go version -m "$program")
		for setting in -trimpath=true CGO_ENABLED=0 "GOOS=$os" "GOARCH=$arch"; do
			echo "$built" | grep -q -e "$setting" || fail "$archive: its program was not built with $setting"
		done
		! grep -q "$here" "$program" || fail "$archive: its program names the folder it was built in"
		ok "$archive: whole, static, built for $os/$arch"
	else
		ok "$archive: whole"
		skip "$archive: no go to ask how its program was built"
	fi
	rm -r "$tmp/unpacked"
done

case $(uname -m) in
x86_64) arch=amd64 ;;
aarch64) arch=arm64 ;;
*) arch=none ;;
esac
archive=$(ls entente-*-linux-$arch.tar.gz 2>/dev/null || true)
ls entente-*.zip entente-*-darwin-* >/dev/null 2>&1 && skip "programs of Windows and macOS: not to be run here"

# The program alone in an empty root: no libc, no zones, no certificates, no /tmp, and nobody.
if [ "$(uname -s)" != Linux ] || [ -z "$archive" ]; then
	skip "empty root: no program for this machine"
elif [ "$(id -u)" != 0 ]; then
	skip "empty root: needs root"
else
	tar xzf "$archive" -C "$tmp"
	unpacked=$(ls -d "$tmp"/entente-*)
	mkdir "$tmp/root" "$tmp/root/data"
	cp "$unpacked/entente" "$unpacked/examples/2018-asmara.txt" "$unpacked/examples/ledger/stories.jsonl" "$tmp/root"
	chmod 755 "$tmp" "$tmp/root"
	chown 65534:65534 "$tmp/root/data"
	alone() { chroot --userspec=65534:65534 "$tmp/root" /entente "$@"; }
	alone read /2018-asmara.txt | grep -q "AGREE" || fail "empty root: it does not read an article"
	alone ingest --ledger /data/news.db /stories.jsonl >"$tmp/ingest" 2>&1 || { cat "$tmp/ingest"; fail "empty root: it does not fill a ledger"; }
	# ledger check makes a copy to compare with, where TMPDIR says.
	TMPDIR=/data alone ledger check --ledger /data/news.db | grep -q "no fault" || fail "empty root: its ledger has faults"
	ok "empty root: reads an article and fills a ledger without libc, as nobody"
fi

# The package, for real.
deb=$(ls entente_*_$arch.deb 2>/dev/null || true)
if ! have dpkg || [ -z "$deb" ]; then
	skip "package: no dpkg, or no package for this machine"
elif [ "$(id -u)" != 0 ]; then
	skip "package: needs root"
elif dpkg -s entente >/dev/null 2>&1 || [ -e /usr/bin/entente ]; then
	skip "package: an entente is installed here"
else
	trap 'dpkg -P entente >/dev/null 2>&1; rm -rf "$tmp"' EXIT
	dpkg -i "$deb" >"$tmp/log" 2>&1 || { cat "$tmp/log"; fail "package: dpkg -i"; }
	dpkg -L entente >"$tmp/list"
	[ "$(command -v entente)" = /usr/bin/entente ] || fail "package: no entente in the path"
	entente version | grep -q "^commit   [0-9a-f]\{40\}$" || fail "package: entente version names no commit"
	ok "package: $(entente version | head -n 1) is installed"
	left_out=
	for name in $(cat "$tmp/list"); do
		[ -e "$name" ] || left_out=yes
	done
	if [ -n "$left_out" ]; then
		skip "package: this dpkg is told to leave out pages or documents"
	else
		dpkg -V entente || fail "package: files differ from their sums"
		ok "package: every file is in place"
	fi
	if ! have man; then
		skip "package: no man"
	elif [ -n "$left_out" ] && [ ! -e /usr/share/man/man1/entente.1.gz ]; then
		skip "package: manual pages are left out"
	else
		man entente-relation | grep -q "entente relation" || fail "package: man entente-relation"
		ok "package: man entente-relation"
	fi
	if have bash; then
		bash -c '. /usr/share/bash-completion/completions/entente && complete -p entente' >/dev/null || fail "package: completion for bash"
		ok "package: completion for bash"
	else
		skip "package: no bash"
	fi
	dpkg -r entente >/dev/null && dpkg -P entente >/dev/null 2>&1 || fail "package: dpkg -r, dpkg -P"
	! dpkg -s entente >/dev/null 2>&1 || fail "package: still known after dpkg -P"
	while read -r name; do
		case $name in *entente*) [ ! -e "$name" ] || fail "package: $name is left" ;; esac
	done <"$tmp/list"
	ok "package: removed, and nothing is left"
fi
