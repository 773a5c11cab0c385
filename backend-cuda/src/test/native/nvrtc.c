// Stands in for libnvrtc: what it compiles to is the name of a file that cuda.c loads.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"

#define EXPORT __attribute__((visibility("default")))

enum { SUCCESS = 0, INVALID_INPUT = 3, INVALID_PROGRAM = 4, INVALID_OPTION = 5, COMPILATION = 6 };

struct program {
  char *text, *log;
  char image[1100];
};

EXPORT int nvrtcVersion(int *major, int *minor) {
  *major = 13;
  *minor = 0;
  return SUCCESS;
}

static const int ARCHITECTURES[] = {75, 80, 86, 90, 100};

EXPORT int nvrtcGetNumSupportedArchs(int *count) {
  *count = sizeof ARCHITECTURES / sizeof *ARCHITECTURES;
  return SUCCESS;
}

EXPORT int nvrtcGetSupportedArchs(int *all) {
  memcpy(all, ARCHITECTURES, sizeof ARCHITECTURES);
  return SUCCESS;
}

EXPORT int nvrtcCreateProgram(
    struct program **out, const char *text, const char *name, int headers, void *h, void *names) {
  (void)name, (void)h, (void)names;
  if (headers != 0) {
    return INVALID_INPUT;
  }
  *out = calloc(1, sizeof **out);
  (*out)->text = strdup(text);
  (*out)->log = strdup("");
  return SUCCESS;
}

EXPORT int nvrtcDestroyProgram(struct program **program) {
  free((*program)->text);
  free((*program)->log);
  free(*program);
  *program = 0;
  return SUCCESS;
}

static int known(const char *option) {
  static const char *ALL[] = {
      "--gpu-architecture=sm_90", "--std=c++17", "--fmad=", "--extra-device-vectorization",
      "--device-as-default-execution-space", "--restrict", "--ftz=false", "--prec-div=true",
      "--prec-sqrt=true"};
  for (unsigned i = 0; i < sizeof ALL / sizeof *ALL; i++) {
    if (strncmp(option, ALL[i], strlen(ALL[i])) == 0) {
      return 1;
    }
  }
  return 0;
}

EXPORT int nvrtcCompileProgram(struct program *program, int count, const char **options) {
  for (int i = 0; i < count; i++) {
    if (!known(options[i])) {
      fprintf(stderr, "simulated NVRTC: option %s\n", options[i]);
      return INVALID_OPTION;
    }
  }
  int prefix = sprintf(program->image, "SIMULATED ");
  char *wrong =
      sim_compile(program->text, program->image + prefix, (int)sizeof program->image - prefix);
  if (wrong != 0) {
    free(program->log);
    program->log = wrong;
    program->image[0] = 0;
    return COMPILATION;
  }
  return SUCCESS;
}

EXPORT int nvrtcGetProgramLogSize(struct program *program, size_t *size) {
  *size = strlen(program->log) + 1;
  return SUCCESS;
}

EXPORT int nvrtcGetProgramLog(struct program *program, char *out) {
  strcpy(out, program->log);
  return SUCCESS;
}

EXPORT int nvrtcGetCUBINSize(struct program *program, size_t *size) {
  *size = strlen(program->image) + 1;
  return SUCCESS;
}

EXPORT int nvrtcGetCUBIN(struct program *program, char *out) {
  strcpy(out, program->image);
  return SUCCESS;
}

// The simulated device's architecture is known, so nobody asks for PTX.
EXPORT int nvrtcGetPTXSize(struct program *p, size_t *size) {
  (void)p, (void)size;
  return INVALID_PROGRAM;
}
EXPORT int nvrtcGetPTX(struct program *p, char *out) {
  (void)p, (void)out;
  return INVALID_PROGRAM;
}

EXPORT const char *nvrtcGetErrorString(int code) {
  switch (code) {
    case SUCCESS: return "NVRTC_SUCCESS";
    case INVALID_INPUT: return "NVRTC_ERROR_INVALID_INPUT";
    case INVALID_PROGRAM: return "NVRTC_ERROR_INVALID_PROGRAM";
    case INVALID_OPTION: return "NVRTC_ERROR_INVALID_OPTION";
    case COMPILATION: return "NVRTC_ERROR_COMPILATION";
    default: return "NVRTC_ERROR unknown";
  }
}
