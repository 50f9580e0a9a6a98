# The usual names for what the scripts do.
PREFIX = /usr/local

all:
	./run --build-only

run:
	./run

test:
	./test

format:
	tools/format

install:
	tools/build build --prefix=$(PREFIX)
	DESTDIR="$(DESTDIR)" meson install -C build --no-rebuild --quiet

package:
	tools/package

# In a Debian 12 of its own, with both commands of the README: root, a network and an hour.
package-test:
	tests/package/run --readme

# ThreadSanitizer, ten minutes or so.
threads:
	tests/threads/run

torture:
	tests/leak/torture
	tests/lose/torture
	tests/threads/run
	tests/flat/run
	ENTENTE_TEST_STORE=postgres tests/lib/postgres run tests/flat/run

# Half an hour a target; tests/fuzz/run SECONDS TARGET… for less.
fuzz:
	tests/fuzz/run --keep 1800

# An hour on a quiet machine; bench/run --help for less.
bench:
	tools/apt-install $$(tools/packages build) $$(tools/packages bench)
	tools/build build-bench -Dbuildtype=release -Dbench=true
	bench/run --write

clean:
	rm -rf build build-asan build-bench build-clang build-fuzz build-deb build-tsan

.PHONY: all run test format install package package-test threads torture fuzz bench clean
