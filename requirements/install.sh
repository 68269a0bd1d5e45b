#!/bin/sh
# Installs what a command needs, once: install.sh serve | test | browser | peers. A second run finds it done and says nothing.
set -eu
cd "$(dirname "$0")/.."

say() { echo "==> $*" >&2; }
fail() { echo "$*" >&2; exit 1; }

install_packages() { # from Debian or Ubuntu, as root or by sudo
    sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    command -v apt-get >/dev/null && { [ -z "$sudo" ] || command -v sudo >/dev/null; } || return 1
    say "Installing $* with apt-get"
    $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -yqq -o Dpkg::Use-Pty=0 --no-install-recommends "$@" >&2
}

is_supported() { # a file of pyenv's may carry a version's name and still not run
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

choose_python() {
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if is_supported "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    [ -z "${PYTHON:-}" ] || fail "PYTHON=$PYTHON is no Python 3.11, 3.12 or 3.13. Name one that is, or leave PYTHON out."
    fail "No Python 3.11, 3.12 or 3.13 was found. Install one, or name it: make serve PYTHON=/path/to/python3"
}

name_python() { "$1" -c 'import sys; print(sys.version_info[:3], sys.base_prefix)' 2>/dev/null; }

has_right_python() {
    is_supported .venv/bin/python && { [ -z "${PYTHON:-}" ] || [ "$(name_python "$PYTHON")" = "$(name_python .venv/bin/python)" ]; }
}

make_venv() {
    python=$(choose_python)
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        install_packages "$package" || fail "Python's venv is missing. Install it: sudo apt-get install $package"
    fi
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

list_pins() { # the files that say what a set holds
    if [ "$1" = tools ]; then
        echo tests/tools/.npmrc tests/tools/package.json tests/tools/package-lock.json
    else
        echo "requirements/$1.txt" pyproject.toml
    fi
}

# shellcheck disable=SC2046 # one word a file
fingerprint() { cat $(list_pins "$1") | cksum; }

is_installed() { [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$(fingerprint "$1")" ]; }

pip_install() { .venv/bin/python -m pip install --disable-pip-version-check "$@"; }

install_set() {
    has_right_python || make_venv
    if is_installed "$1"; then return; fi
    say "Installing requirements/$1.txt into .venv"
    pip_install -q --require-hashes -r "requirements/$1.txt"
    pip_install -qq --no-deps --no-build-isolation -e .
    fingerprint "$1" >".venv/installed-$1"
    [ "$1" = serve ] || fingerprint serve >.venv/installed-serve # the test set holds the serve set
}

install_tools() { # what PyPI has not; the test set brings npm
    if is_installed tools; then return; fi
    say "Installing tests/tools/package.json into .venv/tools"
    mkdir -p .venv/tools
    # shellcheck disable=SC2046
    cp $(list_pins tools) .venv/tools
    (cd .venv/tools && ../bin/npm ci --loglevel=error >/dev/null)
    fingerprint tools >.venv/installed-tools
}

install_peers() { # what the benchmark sets ours beside, apart from all that is ours
    if is_installed peers; then return; fi
    say "Installing requirements/peers.txt into .venv/peers"
    .venv/bin/python -m venv --clear .venv/peers
    .venv/peers/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/peers.txt
    fingerprint peers >.venv/installed-peers
}

has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

drives_browser() { "$(echo .venv/lib/python3.*/site-packages/playwright/driver/node)" --version; }

install_browser() {
    has_browser >/dev/null || install_packages chromium fonts-liberation ||
        fail "The tests need a browser. Install it: sudo apt-get install chromium"
    drives_browser >/dev/null 2>&1 || install_packages libatomic1 ||
        fail "What drives the browser lacks a library. Install it: sudo apt-get install libatomic1"
}

case "${1:-}" in
serve) install_set serve ;;
test)
    install_set test
    install_tools
    ;;
browser) install_browser ;;
peers) install_peers ;;
*) fail "Usage: requirements/install.sh serve | test | browser | peers" ;;
esac
