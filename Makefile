# orchestrator: build, try, test, install. `make help` lists the targets.

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share
PKG_CONFIG ?= pkg-config
JOBS ?= 6

# What a person sets stays theirs; what the program needs comes beside it.
CFLAGS ?= -O2 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wwrite-strings -Wcast-qual -Wpointer-arith -Wundef -Wvla \
	-Wnull-dereference -Wimplicit-fallthrough
STANDARD = -std=c11 -D_POSIX_C_SOURCE=200809L

comma := ,

# Flags that this compiler, linker and platform have; others are left out.
try = $(shell echo 'int main(void){return 0;}' | \
	$(CC) -Werror $(1) -x c - -o /dev/null 2>/dev/null && echo '$(1)')
ifndef SANITIZE
HARDEN := $(call try,-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3) \
	$(call try,-fstack-protector-strong) $(call try,-fstack-clash-protection) \
	$(call try,-fPIE)
HARDEN_LINK := $(call try,-fPIE -pie) $(call try,-Wl$(comma)-z$(comma)relro) \
	$(call try,-Wl$(comma)-z$(comma)now)
endif

JANSSON_CFLAGS = $(shell $(PKG_CONFIG) --cflags jansson)
JANSSON_LIBS = $(shell $(PKG_CONFIG) --libs jansson)

# The folder it is built in is not seen in what is built.
HERE := $(call try,-ffile-prefix-map=$(CURDIR)=.)

ALL_CFLAGS = $(STANDARD) $(WARNINGS) $(HARDEN) $(HERE) $(CFLAGS) $(SANITIZE) \
	$(JANSSON_CFLAGS) -MMD -MP $(CPPFLAGS)

ifeq ($(filter deps deps-dev deps-dist help clean,$(MAKECMDGOALS)),)
ifneq ($(shell $(PKG_CONFIG) --exists jansson 2>/dev/null && echo found),found)
$(warning $(PKG_CONFIG) does not find jansson; "make deps" installs both)
endif
endif

# Everything that is built goes here; a sanitizer build takes another folder.
BUILD ?= build
ROOMS = $(filter-out orchestrator.c,$(sort $(wildcard *.c)))
SOURCES = orchestrator.c $(ROOMS) $(sort $(wildcard cmd/*.c))
OBJECTS = $(SOURCES:%.c=$(BUILD)/%.o)
C_TESTS = $(patsubst t/%.c,$(BUILD)/t/%,$(wildcard t/*_test.c))
FUZZ_TARGETS = $(patsubst %.c,$(BUILD)/%,$(wildcard fuzz/*_fuzz.c))

all: $(BUILD)/orchestrator

help:
	@echo 'make            build build/orchestrator'
	@echo 'make completions'
	@echo '                build/completions, for bash, zsh and fish'
	@echo 'make deps       install what building, demo and test need'
	@echo 'make deps-dev   install what lint, bench and fuzz need as well'
	@echo 'make deps-dist  install what making and testing packages needs'
	@echo 'make demo       see releases of throw-away repositories'
	@echo 'make test       run the tests'
	@echo 'make crash      kill a release everywhere, not only at drawn points'
	@echo 'make lint       format, analyse, check manuals and scripts'
	@echo 'make asan       run the tests under ASan, UBSan and LeakSanitizer'
	@echo 'make valgrind   run the tests under valgrind'
	@echo 'make coverage   run the tests; name the lines that they do not'
	@echo 'make proof      all of it, for hours; writes the table of t/README.md'
	@echo 'make reproducible'
	@echo '                build twice, elsewhere: the same bytes'
	@echo 'make fuzz       give hostile bytes to every reader: SECONDS, FUZZ=name'
	@echo 'make dist       pkg/: the sources as one file, and their signature'
	@echo 'make static     build-static/orchestrator, which needs no library;'
	@echo '                LIBC=musl: build-musl/orchestrator'
	@echo 'make dist-test  packages from build to removal, in containers'
	@echo 'make bench      compare with a shell script that does the same'
	@echo 'make install    DESTDIR, PREFIX, BINDIR, MANDIR, DATADIR;'
	@echo '                uninstall undoes it'
	@echo 'make clean      remove what was built'

deps:
	./deps.sh test

deps-dev:
	./deps.sh test lint bench fuzz

deps-dist:
	./deps.sh test dist

$(BUILD)/orchestrator: $(OBJECTS)
	$(CC) $(SANITIZE) $(HARDEN_LINK) $(LDFLAGS) -o $@ $(OBJECTS) \
		$(JANSSON_LIBS) $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/t/%_test: $(BUILD)/t/%_test.o $(ROOMS:%.c=$(BUILD)/%.o)
	$(CC) $(SANITIZE) $(HARDEN_LINK) $(LDFLAGS) -o $@ $^ $(JANSSON_LIBS) \
		$(LDLIBS)

# A target of fuzz/ with its corpus alone, or with libFuzzer as `make fuzz` says.
# Some have a room's source inside; an archive gives them the others.
FUZZ_MAIN = $(BUILD)/fuzz/replay.o
$(BUILD)/fuzz/%_fuzz: $(BUILD)/fuzz/%_fuzz.o $(BUILD)/rooms.a $(FUZZ_MAIN)
	$(CC) $(SANITIZE) $(FUZZ_LINK) $(HARDEN_LINK) $(LDFLAGS) -o $@ $< \
		$(FUZZ_MAIN) $(BUILD)/rooms.a $(JANSSON_LIBS) $(LDLIBS)

$(BUILD)/rooms.a: $(ROOMS:%.c=$(BUILD)/%.o)
	rm -f $@
	$(AR) -rcs $@ $^

.PRECIOUS: $(BUILD)/%.o

# What the shells complete is printed by the program itself.
COMPLETIONS = $(BUILD)/completions
ZSH_FILE = $(COMPLETIONS)/_orchestrator

completions: $(COMPLETIONS)/orchestrator.bash $(ZSH_FILE) \
	$(COMPLETIONS)/orchestrator.fish

$(COMPLETIONS)/orchestrator.%: $(BUILD)/orchestrator
	@mkdir -p $(@D)
	$(BUILD)/orchestrator completion $* >$@

$(ZSH_FILE): $(BUILD)/orchestrator
	@mkdir -p $(@D)
	$(BUILD)/orchestrator completion zsh >$@

.DELETE_ON_ERROR:

demo: all
	t/demo.sh $(BUILD)/orchestrator

# Those that wait longest first, then those that take most of the processor, so
# that they end together.
LONG = t/patience.t t/runs.t t/release.t t/events.t t/secrets.t t/crash.t \
	t/survey.t t/git_clones.t t/verify.t t/wait.t t/concurrency.t t/status.t \
	t/faults_survey.t t/faults.t t/faults_wire.t t/faults_body.t
# Those that do not run the program, or mostly wait.
WITHOUT = t/completion.t t/github_standin.t t/house.t t/openapi.t t/patience.t
# Of packages: `make dist-test`
DIST_TESTS = $(wildcard t/dist_*.t)
E2E_PARTS = debian-12 debian-13 rpm rootless docker registry
TESTS = $(LONG) $(filter-out $(LONG) $(DIST_TESTS),$(wildcard t/*.t)) $(C_TESTS)

# TAP by prove; each test makes a world of its own and ends what it started.
test: all $(C_TESTS) $(FUZZ_TARGETS)
	ORCHESTRATOR=$(CURDIR)/$(BUILD)/orchestrator BUILD=$(CURDIR)/$(BUILD) \
		prove -j $(JOBS) --timer $(TESTS)

# A release struck at each child, each request and each stage of a push.
crash: all
	CRASH_POINTS=all ORCHESTRATOR=$(CURDIR)/$(BUILD)/orchestrator sh t/crash.t

# With sanitizers, fewer points of t/crash.t are enough.
asan:
	CRASH_POINTS=25 $(MAKE) test BUILD=build-asan CFLAGS='-O1 -g -fno-omit-frame-pointer' \
		SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' \
		TESTS='$(filter-out $(WITHOUT) $(BUILD)/%,$(TESTS)) \
		$(patsubst $(BUILD)/%,build-asan/%,$(C_TESTS))'

# What runs the program many times or not at all, or looks at its memory or its
# open files, is left out.
VALGRIND_WITHOUT = $(WITHOUT) t/binary.t t/board.t t/crash.t t/fuzz_corpus.t \
	t/secrets.t
valgrind: all $(C_TESTS)
	FUZZ_COUNT=300 t/valgrind.sh $(BUILD) $(C_TESTS) \
		$(filter-out $(VALGRIND_WITHOUT) $(BUILD)/%,$(TESTS))

# Lines that no test runs are named.
coverage:
	rm -rf build-coverage
	$(MAKE) test BUILD=build-coverage CFLAGS='-O0 -g' SANITIZE=--coverage
	t/coverage.py build-coverage

# Every reader of bytes from outside, SECONDS each: fuzz/README.md
fuzz:
	$(MAKE) fuzz-targets BUILD=build-fuzz CC=clang FUZZ_MAIN= \
		CFLAGS='-O1 -g -fno-omit-frame-pointer' FUZZ_LINK=-fsanitize=fuzzer \
		SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
	fuzz/run.sh build-fuzz $(or $(SECONDS),20) $(FUZZ)

fuzz-targets: $(FUZZ_TARGETS)

# All of it, for hours; then the table of t/README.md is written anew. A part can
# be run alone: it counts for the commit that it was run at.
PROOF = $(CURDIR)/$(BUILD)/proof
AT = $(shell git describe --always --dirty)
proof:
	rm -rf $(PROOF)
	$(MAKE) proof-test
	$(MAKE) proof-crash
	$(MAKE) proof-fuzz
	$(MAKE) proof-table

proof-test: export TALLY = $(PROOF)/test@$(AT)
proof-test: TESTS := $(filter-out t/crash.t,$(TESTS))
proof-test: proof-begin test
proof-crash: export TALLY = $(PROOF)/crash@$(AT)
proof-crash: proof-begin crash
proof-fuzz: export TALLY = $(PROOF)/fuzz@$(AT)
proof-fuzz: SECONDS = 600
proof-fuzz: proof-begin fuzz
# Some targets of FUZZ add to what was counted of others.
proof-begin:
	mkdir -p $(PROOF)
	$(if $(FUZZ),,rm -f $(firstword $(subst @, ,$(TALLY)))@*)
proof-table:
	t/tally.py $(PROOF) t/README.md

lint:
	t/lint.sh $(SOURCES) $(wildcard t/*_test.c)

# Built twice, in other folders and surroundings: the same bytes.
reproducible:
	t/reproducible.sh $(BUILD)/reproducible

# Needs no library of the system it runs on; git and curl it does. The macros of
# musl's headers convert signs.
LIBC ?= glibc
RELRO = -Wl,-z,relro -Wl,-z,now
MUSL = build-musl/jansson
static: static-$(LIBC)
static-glibc:
	$(MAKE) all BUILD=build-static HARDEN_LINK='-static-pie $(RELRO)' \
		JANSSON_LIBS='$(shell $(PKG_CONFIG) --static --libs jansson)'
static-musl:
	dist/jansson-musl.sh $(MUSL)
	$(MAKE) all BUILD=build-musl CC=musl-gcc CFLAGS='$(CFLAGS) -Wno-sign-conversion' \
		HARDEN_LINK='-static $(RELRO)' JANSSON_CFLAGS=-I$(MUSL)/include \
		JANSSON_LIBS=$(MUSL)/lib/libjansson.a

# The sources as one file (dist/README.md); DIST_OPTIONS=--no-sign
dist:
	dist/source.sh $(DIST_OPTIONS)

# Packages (dist/README.md): what is in them, and their whole life.
dist-test: all
	ORCHESTRATOR=$(CURDIR)/$(BUILD)/orchestrator prove -j 2 --timer $(DIST_TESTS)
	E2E_BASES=$(CURDIR)/$(BUILD)/dist-bases \
		prove -j 2 --timer --verbose --exec dist/e2e.sh $(E2E_PARTS)

bench: all
	bench/bench.sh $(BUILD)/orchestrator

DOCS = $(DESTDIR)$(DATADIR)/doc/orchestrator
SHARED = $(DESTDIR)$(DATADIR)/orchestrator
EXAMPLES = $(wildcard examples/*.json)
BASH_HOME = $(DESTDIR)$(DATADIR)/bash-completion/completions
ZSH_HOME = $(DESTDIR)$(DATADIR)/zsh/site-functions
FISH_HOME = $(DESTDIR)$(DATADIR)/fish/vendor_completions.d

install: all completions
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 \
		$(DESTDIR)$(MANDIR)/man5 $(DOCS)/examples $(SHARED) \
		$(BASH_HOME) $(ZSH_HOME) $(FISH_HOME)
	install -m 755 $(BUILD)/orchestrator $(DESTDIR)$(BINDIR)/orchestrator
	install -m 644 orchestrator.1 $(DESTDIR)$(MANDIR)/man1/orchestrator.1
	install -m 644 orchestrator.json.5 orchestrator-events.5 \
		$(DESTDIR)$(MANDIR)/man5
	install -m 644 schema/events.schema.json $(SHARED)
	install -m 644 $(EXAMPLES) $(DOCS)/examples
	install -m 644 $(COMPLETIONS)/orchestrator.bash $(BASH_HOME)/orchestrator
	install -m 644 $(ZSH_FILE) $(ZSH_HOME)/_orchestrator
	install -m 644 $(COMPLETIONS)/orchestrator.fish \
		$(FISH_HOME)/orchestrator.fish

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/orchestrator \
		$(DESTDIR)$(MANDIR)/man1/orchestrator.1 \
		$(DESTDIR)$(MANDIR)/man5/orchestrator.json.5 \
		$(DESTDIR)$(MANDIR)/man5/orchestrator-events.5 \
		$(SHARED)/events.schema.json \
		$(EXAMPLES:%=$(DOCS)/%) $(BASH_HOME)/orchestrator \
		$(ZSH_HOME)/_orchestrator $(FISH_HOME)/orchestrator.fish
	rmdir $(DOCS)/examples $(DOCS) $(SHARED) 2>/dev/null || :

clean:
	rm -rf build build-asan build-clang build-coverage build-fuzz build-musl \
		build-static

-include $(OBJECTS:.o=.d) $(C_TESTS:=.d) $(FUZZ_TARGETS:=.d)

.PHONY: all help completions deps deps-dev demo test crash \
	asan fuzz fuzz-targets valgrind coverage proof proof-test proof-crash \
	proof-fuzz proof-begin proof-table lint reproducible static static-glibc \
	static-musl dist deps-dist dist-test bench install uninstall clean
