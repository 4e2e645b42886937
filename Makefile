# make run and make test do everything from a bare clone; the rest is in HACKING.md.
# PRESET=dev|asan|clang (CMakePresets.json) builds into build/PRESET instead.
PRESET ?= release
BUILD := $(if $(filter release,$(PRESET)),build,build/$(PRESET))
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
SCALE ?= 100
MOST ?= 10000000
FOLDERS := engine lang api cli include tests bench

.PHONY: help build run test bench bench-long bench-rules format install deps configure build-tests
help:
	@echo 'make run      build, then run examples/arms_race.rk'
	@echo 'make test     build everything, then run all tests'
	@echo 'make build    the library and the program $(BUILD)/reckon'
	@echo 'make bench    build and run the benchmarks (make bench-long: ten times the data, and 4 GB of CSV)'
	@echo 'make bench-rules  recursion beside SQLite, DuckDB, SWI-Prolog and gringo, those of them that are there'
	@echo 'make format   clang-format over all C++ files'
	@echo 'make install  the program, the library and its headers (PREFIX=$(PREFIX))'
	@echo 'make deps     install the packages that the build needs'

deps:
	@scripts/install-packages

# Ninja where there is one; a folder configured before keeps what it has.
configure: deps
	@if [ ! -f $(BUILD)/CTestTestfile.cmake ]; then \
	  echo '== configuring $(BUILD)'; \
	  if command -v ninja >/dev/null; then export CMAKE_GENERATOR="$${CMAKE_GENERATOR:-Ninja}"; fi; \
	  cmake --preset $(PRESET); \
	fi

build: configure
	@echo '== building reckon'
	@cmake --build $(BUILD) --parallel $(JOBS) --target reckon_cli
	@echo '== built $(BUILD)/reckon'

run: build
	@echo '== running examples/arms_race.rk'
	@$(BUILD)/reckon --echo examples/arms_race.rk
	@echo '== examples/arms_race.rk ran well'

build-tests: configure
	@echo '== building reckon and its tests'
	@cmake --build $(BUILD) --parallel $(JOBS)

test: build-tests
	@echo '== testing'
	@ctest --test-dir $(BUILD) --output-on-failure --parallel $(JOBS)

# DuckDB's library comes from npm into the build folder; without npm its column is left out.
bench: configure
	@echo '== building the benchmarks'
	@cmake --build $(BUILD) --parallel $(JOBS) --target reckon_bench startup_bench ssb_bench columns_bench growth_bench storage_bench ranges_bench embedding_bench reckon_cli reckon_shared
	@$(BUILD)/bench/reckon_bench
	@$(BUILD)/bench/startup_bench $(BUILD)/reckon $(BUILD)/bench.json
	@$(BUILD)/bench/ssb_bench $(BUILD)/ssb --scale $(SCALE) --json $(BUILD)/bench.json \
	  --duckdb "$$(scripts/fetch-duckdb $(BUILD)/peers)"
	@$(BUILD)/bench/columns_bench $(BUILD)/columns --json $(BUILD)/bench.json --duckdb "$$(scripts/fetch-duckdb $(BUILD)/peers)"
	@$(BUILD)/bench/growth_bench $(BUILD)/growth --most $(MOST) --json $(BUILD)/bench.json
	@mkdir -p $(BUILD)/storage && $(BUILD)/bench/storage_bench 1000000 $(BUILD)/storage $(BUILD)/bench.json
	@$(BUILD)/bench/ranges_bench 1000000 $(BUILD)/bench.json
	@$(BUILD)/bench/embedding_bench --json $(BUILD)/bench.json --duckdb "$$(scripts/fetch-duckdb $(BUILD)/peers)" \
	  --program $(BUILD)/reckon --library "$$(readlink -f $(BUILD)/api/libreckon.so)"
	@scripts/bench-table $(BUILD)/bench.json
	@echo '== the benchmarks ran; every ratio is in $(BUILD)/bench.json'

bench-long: SCALE := 1000
bench-long: MOST := 100000000
bench-long: bench
	@$(BUILD)/bench/columns_bench $(BUILD)/columns --large 4

bench-rules: configure
	@echo '== building the benchmark of recursion'
	@cmake --build $(BUILD) --parallel $(JOBS) --target rules_bench
	@$(BUILD)/bench/rules_bench --json $(BUILD)/bench.json \
	  --duckdb "$$(scripts/fetch-duckdb $(BUILD)/peers || true)"

format:
	@command -v clang-format >/dev/null || { echo 'clang-format is missing: install the package clang-format'; exit 1; }
	@find $(FOLDERS) \( -name '*.cpp' -o -name '*.hpp' -o -name '*.h' \) -exec clang-format -i {} +
	@echo '== formatted'

install: build
	@cmake --install $(BUILD) --prefix $(PREFIX)
	@echo '== installed under $(PREFIX)'
