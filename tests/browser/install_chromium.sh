#!/bin/sh
# Makes sure that the browser tests find a Chromium. It never fails: without one those tests are skipped and say so,
# unless CI=true, where a missing browser is an error of the tests themselves.
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
  echo "Installing Chromium for the browser tests (once) ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      chromium fonts-dejavu-core fonts-noto-color-emoji; } >/dev/null 2>&1 \
    || echo "Chromium could not be installed; the browser tests will be skipped."
else
  echo "No Chromium found: the browser tests will be skipped. Install it with your system's package manager,"
  echo "for example 'sudo apt-get install chromium' or 'brew install --cask chromium', and run 'make test' again."
fi
exit 0
