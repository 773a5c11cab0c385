#define _GNU_SOURCE
#include "compile.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Where the libraries lie, and compiled kernels with them: SIM_FOLDER is defined when these sources
// are compiled, and so is the compiler's command, SIM_COMPILER.

#define MOST_PATH 1024
#define MOST_LOG (1 << 16)

// --- the text that the C compiler gets ------------------------------------------------------------

/** A function that a text defines. */
struct function {
  const char *name;
  int length, parameters;
};

/** The function whose head begins with a marker, at or behind `at`; moves `at` behind its head. */
static int next_function(const char **at, const char *marker, struct function *out) {
  const char *head = strstr(*at, marker);
  if (head == 0) {
    return 0;
  }
  head += strlen(marker);
  *at = head;
  for (const char *open = strchr(head, '('); open != 0; open = strchr(strchr(open, ')'), '(')) {
    const char *end = open;
    while (end > head && isspace((unsigned char)end[-1])) {
      end--;
    }
    const char *begin = end;
    while (begin > head && (isalnum((unsigned char)begin[-1]) || begin[-1] == '_')) {
      begin--;
    }
    // What stands before the name may have parentheses of its own: __launch_bounds__(256).
    if (end - begin >= 2 && strncmp(begin, "__", 2) == 0) {
      continue;
    }
    const char *close = strchr(open, ')');
    *out = (struct function){begin, (int)(end - begin), 0};
    for (const char *c = open + 1; c < close; c++) {
      out->parameters += *c == ',' || (out->parameters == 0 && !isspace((unsigned char)*c));
    }
    *at = close;
    return 1;
  }
  return 0;
}

static const char *const MARKERS[] = {"__device__", "__global__"};

/** Writes a text so that others may stand in the same file, with a table of its kernels. */
static void write_text(FILE *file, const char *text, int number) {
  struct function f;
  fprintf(file, "#undef __shared__\n");
  fprintf(
      file, "#define __shared__ static __attribute__((section(\"sim_shared_%d\")))\n", number);
  for (int m = 0; m < 2; m++) {
    for (const char *at = text; next_function(&at, MARKERS[m], &f);) {
      fprintf(file, "#define %.*s %.*s_%d\n", f.length, f.name, f.length, f.name, number);
    }
  }
  fprintf(file, "#line 1 \"kernel.cu\"\n");
  const char *at = text;
  for (const char *c; (c = strstr(at, "extern \"C\"")) != 0; at = c + strlen("extern \"C\"")) {
    fwrite(at, 1, (size_t)(c - at), file);
  }
  fputs(at, file);
  fprintf(file, "\n#line 1 \"entries\"\nsim_entry sim_entries_%d[] = {\n", number);
  for (at = text; next_function(&at, MARKERS[1], &f);) {
    fprintf(
        file, "  {\"%.*s\", (void *)%.*s, %d},\n", f.length, f.name, f.length, f.name,
        f.parameters);
  }
  fprintf(file, "  {0, 0, 0}};\nSIM_SHARED(%d)\n", number);
  for (int m = 0; m < 2; m++) {
    for (at = text; next_function(&at, MARKERS[m], &f);) {
      fprintf(file, "#undef %.*s\n", f.length, f.name);
    }
  }
}

// --- files ----------------------------------------------------------------------------------------

static void name_of(const char *text, char *out, int size) {
  uint64_t a = 0xcbf29ce484222325u, b = 0x9E3779B97F4A7C15u;
  for (const char *c = text; *c != 0; c++) {
    a = (a ^ (unsigned char)*c) * 0x100000001b3u;
    b = (b + (unsigned char)*c) * 0xD6E8FEB86659FD93u;
    b ^= b >> 29;
  }
  snprintf(out, (size_t)size, "%s/%016lx%016lx", SIM_FOLDER, (long)a, (long)b);
}

static char *read_all(const char *path) {
  FILE *file = fopen(path, "r");
  char *text = calloc(1, MOST_LOG);
  if (file != 0) {
    size_t length = fread(text, 1, MOST_LOG - 1, file);
    text[length] = 0;
    fclose(file);
  }
  return text;
}

/** Finds what a text was compiled to: a file and a number in it. */
static int find(const char *text, char *path, int size) {
  char name[MOST_PATH], reference[MOST_PATH + 8];
  name_of(text, name, sizeof name);
  snprintf(reference, sizeof reference, "%s.at", name);
  FILE *file = fopen(reference, "r");
  if (file == 0) {
    return 0;
  }
  int found = fgets(path, size, file) != 0;
  fclose(file);
  return found;
}

/** Compiles texts to one file; 0 or what is wrong with them. */
static char *compile(const char **texts, int count) {
  static int made;
  char own[MOST_PATH], source[MOST_PATH + 8], log[MOST_PATH + 8], object[MOST_PATH + 8];
  char command[8 * MOST_PATH];
  snprintf(own, sizeof own, "%s/%d-%d", SIM_FOLDER, (int)getpid(), __sync_fetch_and_add(&made, 1));
  snprintf(source, sizeof source, "%s.c", own);
  snprintf(log, sizeof log, "%s.log", own);
  FILE *file = fopen(source, "w");
  if (file == 0) {
    return strdup("cannot write to " SIM_FOLDER);
  }
  fprintf(file, "#include \"" SIM_SOURCES "/kernel.h\"\n");
  for (int i = 0; i < count; i++) {
    write_text(file, texts[i], i);
  }
  fclose(file);
  name_of(texts[0], object, MOST_PATH);
  strcat(object, ".so");
  snprintf(
      command, sizeof command,
      SIM_COMPILER
      " -std=gnu11 -w -O0 -shared -fPIC -nostdlib -fno-builtin -fno-math-errno -fwrapv"
      " -ffp-contract=off -fno-strict-aliasing -Wl,-Bsymbolic"
      " -fsanitize=alignment,bounds,integer-divide-by-zero,float-cast-overflow %s -o %s.so"
      " %s/libjacobisim.so 2>%s",
      source, own, SIM_FOLDER, log);
  char *wrong = 0;
  if (system(command) != 0) {
    wrong = read_all(log);
  } else {
    // Another process may do the same: whatever is found is whole.
    snprintf(source + strlen(own), 8, ".so");
    rename(source, object);
    for (int i = 0; i < count; i++) {
      char name[MOST_PATH], reference[MOST_PATH + 8];
      name_of(texts[i], name, sizeof name);
      snprintf(reference, sizeof reference, "%s.at", name);
      file = fopen(log, "w");
      fprintf(file, "%s#%d", object, i);
      fclose(file);
      rename(log, reference);
    }
  }
  snprintf(source + strlen(own), 8, ".c");
  unlink(source);
  unlink(log);
  return wrong;
}

char *sim_compile(const char *text, char *path, int size) {
  if (find(text, path, size)) {
    return 0;
  }
  char *wrong = compile(&text, 1);
  if (wrong == 0 && !find(text, path, size)) {
    return strdup("cannot read what was compiled");
  }
  return wrong;
}

void sim_prepare(const char **texts, int count) {
  const char **missing = malloc(sizeof *missing * (size_t)(count + 1));
  int left = 0;
  char path[MOST_PATH];
  for (int i = 0; i < count; i++) {
    if (!find(texts[i], path, sizeof path)) {
      missing[left++] = texts[i];
    }
  }
  if (left > 0) {
    // Where one of them is wrong each is compiled by itself when it is needed.
    free(compile(missing, left));
  }
  free(missing);
}
