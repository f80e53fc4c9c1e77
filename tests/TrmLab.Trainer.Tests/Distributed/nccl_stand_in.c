/* Stands in for NCCL in tests: the ranks are threads of one process, the device is the host. Prototypes as in nccl.h 2.21. */
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct { char internal[128]; } ncclUniqueId;
enum { SUCCESS = 0, INVALID_ARGUMENT = 4, SEATS = 16, GROUPS = 64 };

typedef struct { pthread_barrier_t barrier; int made, ranks; const void *parts[SEATS]; } group_t;
typedef struct { group_t *group; int rank; } *ncclComm_t;

static group_t groups[GROUPS];
static int next_group;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static size_t width(int type) { return type == 1 ? 1 : type == 7 ? 4 : type == 8 ? 8 : 0; }

int ncclGetVersion(int *version) { *version = 22105; return SUCCESS; }

const char *ncclGetErrorString(int code) { return code == INVALID_ARGUMENT ? "invalid argument" : "no error"; }

int ncclGetUniqueId(ncclUniqueId *id) {
    memset(id, 0x5a, sizeof *id);
    pthread_mutex_lock(&gate);
    id->internal[127] = (char)(next_group++ % GROUPS);
    pthread_mutex_unlock(&gate);
    return SUCCESS;
}

int ncclCommInitRank(ncclComm_t *comm, int ranks, ncclUniqueId id, int rank) {
    if (ranks > SEATS || rank >= ranks || id.internal[0] != 0x5a || id.internal[126] != 0x5a) return INVALID_ARGUMENT;
    group_t *group = &groups[(int)id.internal[127]];
    pthread_mutex_lock(&gate);
    if (!group->made) {
        pthread_barrier_init(&group->barrier, NULL, (unsigned)ranks);
        group->ranks = ranks;
        group->made = 1;
    }
    pthread_mutex_unlock(&gate);
    *comm = malloc(sizeof **comm);
    (*comm)->group = group;
    (*comm)->rank = rank;
    pthread_barrier_wait(&group->barrier);
    return SUCCESS;
}

static void meet(ncclComm_t comm, const void *part) {
    comm->group->parts[comm->rank] = part;
    pthread_barrier_wait(&comm->group->barrier);
}

static void part_ways(ncclComm_t comm, void *to, void *result, size_t bytes) {
    pthread_barrier_wait(&comm->group->barrier);
    memcpy(to, result, bytes);
    free(result);
    pthread_barrier_wait(&comm->group->barrier);
}

int ncclAllReduce(const void *from, void *to, size_t count, int type, int operation, ncclComm_t comm, void *stream) {
    if (operation != 0 || stream != NULL || (type != 7 && type != 8)) return INVALID_ARGUMENT;
    meet(comm, from);
    void *sum = calloc(count, width(type));
    for (int rank = 0; rank < comm->group->ranks; rank++)
        for (size_t i = 0; i < count; i++)
            if (type == 7) ((float *)sum)[i] += ((const float *)comm->group->parts[rank])[i];
            else ((double *)sum)[i] += ((const double *)comm->group->parts[rank])[i];
    part_ways(comm, to, sum, count * width(type));
    return SUCCESS;
}

int ncclBroadcast(const void *from, void *to, size_t count, int type, int root, ncclComm_t comm, void *stream) {
    if (root != 0 || stream != NULL || width(type) == 0) return INVALID_ARGUMENT;
    meet(comm, from);
    void *copy = malloc(count * width(type));
    memcpy(copy, comm->group->parts[0], count * width(type));
    part_ways(comm, to, copy, count * width(type));
    return SUCCESS;
}

int ncclAllGather(const void *from, void *to, size_t count, int type, ncclComm_t comm, void *stream) {
    if (stream != NULL || width(type) == 0) return INVALID_ARGUMENT;
    meet(comm, from);
    size_t bytes = count * width(type);
    char *all = malloc(bytes * (size_t)comm->group->ranks);
    for (int rank = 0; rank < comm->group->ranks; rank++) memcpy(all + bytes * (size_t)rank, comm->group->parts[rank], bytes);
    part_ways(comm, to, all, bytes * (size_t)comm->group->ranks);
    return SUCCESS;
}

int ncclCommDestroy(ncclComm_t comm) { free(comm); return SUCCESS; }

int ncclCommAbort(ncclComm_t comm) { (void)comm; return SUCCESS; }
