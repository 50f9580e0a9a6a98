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

# Half an hour a target; tests/fuzz/run SECONDS TARGET… for less.
fuzz:
	tests/fuzz/run --keep 1800

clean:
	rm -rf build build-asan build-clang build-fuzz

.PHONY: all run test format torture fuzz clean
