/* Undo: network interfaces and nftables tables. */
#include "netlink.h"
#include "undo.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    LINK_WAIT_MS = 50,
    RTM_DELLINK_TYPE = 17,
    NFNL_SUBSYS = 10, /* nftables */
    NFNL_BEGIN = 16,
    NFNL_END = 17,
    NFT_DELTABLE = 2,
    NFTA_NAME = 1,
    NAME_ROOM = 256,
};

static int interface_index(const char *name) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    struct ifreq request = {0};
    strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
    int result = ioctl(fd, SIOCGIFINDEX, &request);
    int error = errno;
    (void)close(fd);
    errno = error;
    return result < 0 ? -1 : request.ifr_ifindex;
}

/* struct ifinfomsg */
struct interface_message {
    struct nl_header header;
    uint8_t family, pad;
    uint16_t type;
    int32_t index;
    uint32_t flags, change;
};

int undo_link(struct undo *u, char **args) {
    (void)u;
    if (strlen(args[0]) >= IFNAMSIZ) {
        errno = EINVAL;
        return -1;
    }
    /* The peer in the container dies with its network namespace, and this end with it, a moment
     * after the last process. RTM_DELLINK would take 12 to 20 ms of S's own time. */
    struct patience patience = {0};
    int index;
    do index = interface_index(args[0]);
    while (index >= 0 && wait_more(&patience, LINK_WAIT_MS));
    if (index < 0) return errno == ENODEV ? 0 : -1;
    struct interface_message m = {
        .header = {sizeof m, RTM_DELLINK_TYPE, NL_REQUEST | NL_ACK, 1, 0},
        .index = index,
    };
    int error = netlink_exchange(NETLINK_PROTO_ROUTE, (const uint8_t *)&m, sizeof m, NULL, 0);
    errno = error;
    return error == 0 || error == ENODEV ? 0 : -1;
}

static int family_number(const char *name) {
    static const struct {
        const char *name;
        int number;
    } families[] = {{"inet", 1}, {"ip", 2}, {"arp", 3}, {"netdev", 5}, {"bridge", 7}, {"ip6", 10}};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (strcmp(families[i].name, name) == 0) return families[i].number;
    return -1;
}

/* Appends an nfnetlink message: header, struct nfgenmsg and at most one string attribute. */
static size_t put_message(uint8_t *at, uint16_t type, uint16_t flags, uint8_t family,
                          uint16_t resource, const char *name) {
    size_t length = NL_HEADER + 4;
    const uint8_t generic[4] = {family, 0, (uint8_t)(resource >> 8), (uint8_t)resource};
    if (name) {
        uint16_t attribute[2] = {(uint16_t)(NL_ATTR_HEADER + strlen(name) + 1), NFTA_NAME};
        memcpy(at + length, attribute, sizeof attribute);
        memcpy(at + length + NL_ATTR_HEADER, name, strlen(name) + 1);
        length += nl_align(attribute[0]);
    }
    struct nl_header header = {(uint32_t)length, type, flags, 1, 0};
    memcpy(at, &header, sizeof header);
    memcpy(at + NL_HEADER, generic, sizeof generic);
    return length;
}

int undo_nft_table(struct undo *u, char **args) {
    (void)u;
    int family = family_number(args[0]);
    if (family < 0 || strlen(args[1]) >= NAME_ROOM) {
        errno = EINVAL;
        return -1;
    }
    /* nf_tables accepts changes only in a transaction: begin, the change, end. */
    uint8_t batch[3 * (NL_HEADER + 4) + NL_ATTR_HEADER + NAME_ROOM + 4] = {0};
    size_t size = put_message(batch, NFNL_BEGIN, NL_REQUEST, 0, NFNL_SUBSYS, NULL);
    size += put_message(batch + size, NFNL_SUBSYS << 8 | NFT_DELTABLE, NL_REQUEST | NL_ACK,
                        (uint8_t)family, 0, args[1]);
    size += put_message(batch + size, NFNL_END, NL_REQUEST, 0, NFNL_SUBSYS, NULL);
    int error = netlink_exchange(NETLINK_PROTO_NETFILTER, batch, size, NULL, 0);
    /* Without nf_tables in the kernel, there is no table either. */
    errno = error;
    return error == 0 || error == ENOENT || error == EOPNOTSUPP || error == EPROTONOSUPPORT ? 0
                                                                                            : -1;
}
