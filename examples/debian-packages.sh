# The Debian 12 packages that handoff is built and tested with; docs/dependencies.md says what each is for.
# Sourced by examples/quickstart.sh and tests/run.sh.

debian_packages="
    g++ cmake ninja-build ccache pkg-config tzdata
    libcli11-dev libfmt-dev libtomlplusplus-dev libsqlite3-dev libre2-dev
    libhowardhinnant-date-dev nlohmann-json3-dev libhwy-dev
    zlib1g-dev libzstd-dev libicu-dev libpsl-dev libphonenumber-dev libprotobuf-dev libxlsxwriter-dev
    catch2 libbenchmark-dev sqlite3 python3-openpyxl
"

# Installs those that are missing; touches the network only when some are.
install_missing_packages() {
    command -v dpkg-query > /dev/null || {
        echo "This is not a Debian system: make sure that these, or their like, are installed:$debian_packages"
        return 0
    }
    missing=""
    for package in $debian_packages; do
        [ "$(dpkg-query -W -f='${Status}' "$package" 2> /dev/null)" = "install ok installed" ] ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo > /dev/null || {
            echo "These packages are missing; install them as root, then run this again:$missing" >&2
            return 1
        }
        as_root=sudo
    fi
    echo "Installing packages:$missing"
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null
}

# Another clone of the same source compiles nothing again that ccache has seen.
export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$PWD}" CCACHE_NOHASHDIR="${CCACHE_NOHASHDIR:-1}"
