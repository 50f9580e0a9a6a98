# The usual names for what the scripts do.
all:
	./run --build-only

run:
	./run

test:
	./test

format:
	tools/format

torture:
	tests/leak/torture

clean:
	rm -rf build build-asan build-clang

.PHONY: all run test format torture clean
