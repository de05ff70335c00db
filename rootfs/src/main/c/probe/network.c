#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "sections.h"

static void print_flags(struct json *json, unsigned flags) {
    static const struct {
        unsigned flag;
        const char *name;
    } known[] = {
        {IFF_UP, "UP"},
        {IFF_BROADCAST, "BROADCAST"},
        {IFF_LOOPBACK, "LOOPBACK"},
        {IFF_POINTOPOINT, "POINTOPOINT"},
        {IFF_RUNNING, "RUNNING"},
        {IFF_NOARP, "NOARP"},
        {IFF_PROMISC, "PROMISC"},
        {IFF_ALLMULTI, "ALLMULTI"},
        {IFF_MULTICAST, "MULTICAST"},
    };
    json_array(json, "flags");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (flags & known[i].flag) json_string(json, NULL, known[i].name);
    json_end(json);
}

static void print_mac(struct json *json, const struct ifaddrs *list, const char *name) {
    char text[3 * 8] = "";
    for (const struct ifaddrs *at = list; at; at = at->ifa_next) {
        if (!at->ifa_addr || at->ifa_addr->sa_family != AF_PACKET ||
            strcmp(at->ifa_name, name) != 0)
            continue;
        const struct sockaddr_ll *link = (const void *)at->ifa_addr;
        for (int i = 0; i < link->sll_halen && i < 8; i++)
            snprintf(text + 3 * i - (i > 0), 4, i ? ":%02x" : "%02x", link->sll_addr[i]);
    }
    json_string(json, "mac", *text ? text : NULL);
}

static int prefix_length(const unsigned char *mask, size_t size) {
    int bits = 0;
    for (size_t i = 0; i < size; i++) bits += __builtin_popcount(mask[i]);
    return bits;
}

static void print_address(struct json *json, const struct ifaddrs *address) {
    char text[INET6_ADDRSTRLEN];
    int family = address->ifa_addr->sa_family;
    const struct sockaddr_in *v4 = (const void *)address->ifa_addr;
    const struct sockaddr_in *mask4 = (const void *)address->ifa_netmask;
    const struct sockaddr_in6 *v6 = (const void *)address->ifa_addr;
    const struct sockaddr_in6 *mask6 = (const void *)address->ifa_netmask;
    const void *bytes = family == AF_INET ? (const void *)&v4->sin_addr : &v6->sin6_addr;
    const void *mask = family == AF_INET ? (const void *)&mask4->sin_addr : &mask6->sin6_addr;
    json_object(json, NULL);
    json_string(json, "family", family == AF_INET ? "inet" : "inet6");
    json_string(json, "address", inet_ntop(family, bytes, text, sizeof text));
    if (address->ifa_netmask)
        json_number(json, "prefix", prefix_length(mask, family == AF_INET ? 4 : 16));
    json_end(json);
}

/* An IPv4 address may carry a label "eth0:1": it belongs to eth0. */
static bool belongs(const struct ifaddrs *address, const char *name) {
    size_t length = strcspn(address->ifa_name, ":");
    return strlen(name) == length && strncmp(address->ifa_name, name, length) == 0;
}

static void print_addresses(struct json *json, const struct ifaddrs *list, const char *name) {
    json_array(json, "addresses");
    for (const struct ifaddrs *at = list; at; at = at->ifa_next) {
        int family = at->ifa_addr ? at->ifa_addr->sa_family : AF_UNSPEC;
        if ((family == AF_INET || family == AF_INET6) && belongs(at, name)) print_address(json, at);
    }
    json_end(json);
}

static void print_interface(struct json *json, const struct if_nameindex *interface,
                            const struct ifaddrs *list, int fd) {
    struct ifreq request = {0};
    strncpy(request.ifr_name, interface->if_name, IFNAMSIZ - 1);
    json_object(json, NULL);
    json_string(json, "name", interface->if_name);
    json_unsigned(json, "index", interface->if_index);
    if (fd >= 0 && ioctl(fd, SIOCGIFFLAGS, &request) == 0)
        print_flags(json, (unsigned short)request.ifr_flags);
    if (fd >= 0 && ioctl(fd, SIOCGIFMTU, &request) == 0) json_number(json, "mtu", request.ifr_mtu);
    print_mac(json, list, interface->if_name);
    print_addresses(json, list, interface->if_name);
    json_end(json);
}

void print_interfaces(struct json *json, const char *key) {
    struct if_nameindex *interfaces = if_nameindex();
    struct ifaddrs *list = NULL;
    if (!interfaces || getifaddrs(&list) != 0) {
        if (interfaces) if_freenameindex(interfaces);
        json_null(json, key);
        return;
    }
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    json_array(json, key);
    for (const struct if_nameindex *at = interfaces; at->if_index; at++)
        print_interface(json, at, list, fd);
    json_end(json);
    if (fd >= 0) close(fd);
    freeifaddrs(list);
    if_freenameindex(interfaces);
}
