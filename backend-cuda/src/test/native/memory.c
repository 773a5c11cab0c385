// The simulated device's memory. An address of it is that of a reserved page that nobody may touch;
// what lies there lies at another one, which only kernels and copies are told: a program that takes
// device memory for its own ends at once, as it would on a GPU.
#define _GNU_SOURCE
#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define SPACE (8ll << 30)
#define ALIGNMENT 512
// Between any two allocations and around them, kept as they are: nobody may write there.
#define ZONE 512
#define SPOILED 0xFF
// Longer ones begin as zeros, which costs nothing until they are used.
#define MOST_SPOILED (16ll << 20)

struct block {
  long long offset, bytes;
  struct block *next;
};

static char *addresses, *content;
static struct block *first;
static long long used, limit = 2ll << 30;

void memory_limit(long long bytes) { limit = bytes; }
long long memory_total(void) { return limit; }
long long memory_free(void) { return limit - used; }

static void reserve(void) {
  if (content == 0) {
    content = mmap(
        0, SPACE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    addresses = mmap(0, SPACE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (content == MAP_FAILED || addresses == MAP_FAILED) {
      abort();
    }
    memset(content, SPOILED, ZONE);
  }
}

static long long round_up(long long bytes) {
  return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

long long memory_allocate(long long bytes) {
  reserve();
  if (bytes > limit - used) {
    return 0;
  }
  struct block **at = &first;
  long long offset = ZONE;
  while (*at != 0 && (*at)->offset - offset < round_up(bytes) + ZONE) {
    offset = (*at)->offset + round_up((*at)->bytes) + ZONE;
    at = &(*at)->next;
  }
  if (offset + round_up(bytes) + ZONE > SPACE) {
    return 0;
  }
  struct block *block = malloc(sizeof *block);
  *block = (struct block){offset, bytes, *at};
  *at = block;
  used += bytes;
  long long whole = round_up(bytes) + ZONE;
  if (whole <= MOST_SPOILED) {
    memset(content + offset, SPOILED, (size_t)whole);
  } else {
    memset(content + offset + bytes, SPOILED, (size_t)(whole - bytes));
  }
  return (long long)(intptr_t)(addresses + offset);
}

/** Whether something was written before or behind a block. */
static int torn(struct block *block) {
  const char *begin = content + block->offset;
  for (const char *p = begin - ZONE; p < begin; p++) {
    if (*p != (char)SPOILED) {
      return 1;
    }
  }
  for (const char *p = begin + block->bytes; p < begin + round_up(block->bytes) + ZONE; p++) {
    if (*p != (char)SPOILED) {
      return 1;
    }
  }
  return 0;
}

int memory_torn(void) {
  for (struct block *b = first; b != 0; b = b->next) {
    if (torn(b)) {
      return 1;
    }
  }
  return 0;
}

int memory_release(long long address) {
  long long offset = (char *)(intptr_t)address - addresses;
  for (struct block **at = &first; *at != 0; at = &(*at)->next) {
    if ((*at)->offset == offset) {
      struct block *block = *at;
      *at = block->next;
      used -= block->bytes;
      long long whole = round_up(block->bytes);
      if (block->bytes <= MOST_SPOILED) {
        memset(content + offset, SPOILED, (size_t)(whole + ZONE));
      } else {
        madvise(content + offset, (size_t)whole, MADV_DONTNEED);
        memset(content + offset + whole, SPOILED, ZONE);
      }
      free(block);
      return 1;
    }
  }
  return 0;
}

int memory_is_device(long long address) {
  long long offset = (char *)(intptr_t)address - addresses;
  return addresses != 0 && offset >= 0 && offset < SPACE;
}

void *memory_content(long long address, long long bytes) {
  long long offset = (char *)(intptr_t)address - addresses;
  for (struct block *b = first; b != 0; b = b->next) {
    if (offset >= b->offset && offset + bytes <= b->offset + b->bytes) {
      return content + offset;
    }
  }
  return 0;
}
