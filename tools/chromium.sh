#!/bin/sh
# Makes sure that there is a Chromium for the browser tests: uses the one that is there, asks the system's
# package manager when it can, and otherwise says what to install.
set -eu

for name in "${WAYMARK_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable chrome; do
	if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
		exit 0
	fi
done
for app in "/Applications/Google Chrome.app" "/Applications/Chromium.app"; do
	if [ -d "$app" ]; then
		exit 0
	fi
done

root=
if [ "$(id -u)" != 0 ]; then
	if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
		root=sudo
	else
		root=none
	fi
fi
if [ "$root" != none ]; then
	echo "installing Chromium for the browser tests"
	if command -v apt-get >/dev/null 2>&1; then
		$root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq chromium fonts-liberation >/dev/null && exit 0
	elif command -v dnf >/dev/null 2>&1; then
		$root dnf install -y -q chromium && exit 0
	elif command -v apk >/dev/null 2>&1; then
		$root apk add -q chromium && exit 0
	elif command -v pacman >/dev/null 2>&1; then
		$root pacman -S --noconfirm --quiet chromium && exit 0
	fi
fi
echo "The browser tests need Chromium. Install it (on Debian and Ubuntu: apt-get install chromium), or set" >&2
echo "WAYMARK_CHROMIUM to the program of a Chrome or Chromium that is already on this computer, and run make test again." >&2
exit 1
