/*
 * Sends Ethernet frames that pretend to come from somebody else, and says which of them arrive:
 * how jcr's tests attack the filter of `--net=veth`.
 *
 *   forge [--interface NAME] FRAME...      sends each, then a true ARP request as the end mark
 *   forge [--interface NAME] --watch       prints a line a frame that comes in, until that mark
 *
 * Frames go to everybody. Links keep their order: what was sent before the mark and is not seen
 * before it was dropped.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netpacket/packet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli.h"

static const char help[] =
    "usage: forge [--interface NAME] FRAME...\n"
    "       forge [--interface NAME] --watch\n"
    "Sends frames that lie about their sender, then a true ARP request as a mark; --watch prints\n"
    "what arrives until the mark does.\n"
    "  none           nothing but the mark\n"
    "  arp=IP         ARP: \"IP is at my address\"\n"
    "  arp-mac=MAC    ARP: \"my IP is at MAC\"\n"
    "  vlan-arp=IP    as arp, with an 802.1Q tag\n"
    "  ipv4=IP        a UDP datagram from IP\n"
    "  ipv6=IP        a UDP datagram from IP\n"
    "  ra             an IPv6 router advertisement\n"
    "  mac=MAC        a true ARP request in a frame from MAC\n";

/* The address that the mark asks for: no container has it (TEST-NET-1, RFC 5737). */
static const uint8_t mark_address[4] = {192, 0, 2, 99};
static const uint8_t everybody[ETH_ALEN] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

enum { FRAME_ROOM = 256, UDP_HEADER = 8, DISCARD_PORT = 9 };

struct port {
    int fd, index;
    uint8_t mac[ETH_ALEN], ip[4];
};

struct frame {
    uint8_t bytes[FRAME_ROOM];
    size_t length;
};

/* struct arphdr has no room for addresses */
struct arp {
    uint16_t hardware, protocol;
    uint8_t hardware_length, protocol_length;
    uint16_t operation;
    uint8_t sender_mac[ETH_ALEN], sender_ip[4], target_mac[ETH_ALEN], target_ip[4];
} __attribute__((packed));

static void open_port(struct port *port, const char *name) {
    struct ifreq request = {0};
    if (strlen(name) >= IFNAMSIZ) cli_usage("'%s' is not an interface name", name);
    strcpy(request.ifr_name, name);
    port->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL));
    if (port->fd < 0) cli_fail(errno, "packet socket");
    if (ioctl(port->fd, SIOCGIFINDEX, &request) < 0) cli_fail(errno, "interface %s", name);
    port->index = request.ifr_ifindex;
    if (ioctl(port->fd, SIOCGIFHWADDR, &request) < 0) cli_fail(errno, "address of %s", name);
    memcpy(port->mac, request.ifr_hwaddr.sa_data, ETH_ALEN);
    int inet = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (inet < 0) cli_fail(errno, "socket");
    if (ioctl(inet, SIOCGIFADDR, &request) < 0) cli_fail(errno, "IPv4 address of %s", name);
    struct sockaddr_in address;
    memcpy(&address, &request.ifr_addr, sizeof address);
    memcpy(port->ip, &address.sin_addr, sizeof port->ip);
    (void)close(inet);
    struct sockaddr_ll here = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
    here.sll_ifindex = port->index;
    if (bind(port->fd, (struct sockaddr *)&here, sizeof here) < 0) cli_fail(errno, "bind");
}

static void put(struct frame *frame, const void *bytes, size_t length) {
    if (length > sizeof frame->bytes - frame->length) cli_end("frame too long");
    memcpy(frame->bytes + frame->length, bytes, length);
    frame->length += length;
}

static void put_ethernet(struct frame *frame, const uint8_t *target, const uint8_t *source,
                         uint16_t type) {
    uint16_t wire = htons(type);
    frame->length = 0;
    put(frame, target, ETH_ALEN);
    put(frame, source, ETH_ALEN);
    put(frame, &wire, sizeof wire);
}

static void put_arp(struct frame *frame, const uint8_t *mac, const uint8_t *ip,
                    const uint8_t *target) {
    struct arp arp = {htons(ARPHRD_ETHER),
                      htons(ETH_P_IP),
                      ETH_ALEN,
                      4,
                      htons(ARPOP_REQUEST),
                      {0},
                      {0},
                      {0},
                      {0}};
    memcpy(arp.sender_mac, mac, ETH_ALEN);
    memcpy(arp.sender_ip, ip, sizeof arp.sender_ip);
    memcpy(arp.target_ip, target, sizeof arp.target_ip);
    put(frame, &arp, sizeof arp);
}

static uint16_t checksum(uint32_t sum, const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    for (size_t i = 0; i + 1 < length; i += 2) sum += (uint32_t)(at[i] << 8 | at[i + 1]);
    while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
    return htons((uint16_t)~sum);
}

static void put_udp(struct frame *frame) {
    const uint16_t udp[4] = {htons(DISCARD_PORT), htons(DISCARD_PORT), htons(UDP_HEADER), 0};
    put(frame, udp, sizeof udp);
}

static void put_ipv4(struct frame *frame, const uint8_t *source) {
    struct iphdr ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP};
    ip.tot_len = htons(sizeof ip + UDP_HEADER);
    memcpy(&ip.saddr, source, sizeof ip.saddr);
    ip.daddr = INADDR_BROADCAST;
    ip.check = checksum(0, &ip, sizeof ip);
    put(frame, &ip, sizeof ip);
    put_udp(frame);
}

static void put_ipv6(struct frame *frame, const struct in6_addr *source, uint8_t next,
                     const void *payload, uint16_t length) {
    struct ip6_hdr ip = {0};
    ip.ip6_flow = htonl(6U << 28);
    ip.ip6_plen = htons(length);
    ip.ip6_nxt = next;
    ip.ip6_hlim = 255;
    ip.ip6_src = *source;
    if (inet_pton(AF_INET6, "ff02::1", &ip.ip6_dst) != 1) cli_end("inet_pton");
    put(frame, &ip, sizeof ip);
    put(frame, payload, length);
}

static void put_router_advertisement(struct frame *frame) {
    struct in6_addr source, all;
    struct nd_router_advert ra = {0};
    if (inet_pton(AF_INET6, "fe80::bad", &source) != 1 || inet_pton(AF_INET6, "ff02::1", &all) != 1)
        cli_end("inet_pton");
    ra.nd_ra_type = ND_ROUTER_ADVERT;
    ra.nd_ra_router_lifetime = htons(1800);
    uint32_t sum = 0;
    for (int i = 0; i < 16; i += 2)
        sum += (uint32_t)(source.s6_addr[i] << 8 | source.s6_addr[i + 1]) +
               (uint32_t)(all.s6_addr[i] << 8 | all.s6_addr[i + 1]);
    ra.nd_ra_cksum = checksum(sum + sizeof ra + IPPROTO_ICMPV6, &ra, sizeof ra);
    put_ipv6(frame, &source, IPPROTO_ICMPV6, &ra, sizeof ra);
}

static void transmit(const struct port *port, const struct frame *frame) {
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_halen = ETH_ALEN};
    to.sll_ifindex = port->index;
    memcpy(to.sll_addr, frame->bytes, ETH_ALEN);
    ssize_t sent =
        sendto(port->fd, frame->bytes, frame->length, 0, (const struct sockaddr *)&to, sizeof to);
    if (sent != (ssize_t)frame->length) cli_fail(sent < 0 ? errno : EIO, "send");
}

static void read_mac(const char *text, uint8_t mac[ETH_ALEN]) {
    char rest;
    if (sscanf(text, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx%c", &mac[0], &mac[1], &mac[2], &mac[3], &mac[4],
               &mac[5], &rest) != ETH_ALEN)
        cli_usage("'%s' is not an Ethernet address", text);
}

static void read_ip(int family, const char *text, void *address) {
    if (inet_pton(family, text, address) != 1)
        cli_usage("'%s' is not an IPv%d address", text, family == AF_INET ? 4 : 6);
}

static void forge_arp(struct frame *frame, const struct port *port, const char *text, bool tagged) {
    static const uint8_t tag[4] = {0x81, 0, 0, 1};
    uint8_t ip[4];
    read_ip(AF_INET, text, ip);
    put_ethernet(frame, everybody, port->mac, ETH_P_ARP);
    if (tagged) {
        frame->length -= 2;
        put(frame, tag, sizeof tag);
        put(frame, &(uint16_t){htons(ETH_P_ARP)}, 2);
    }
    put_arp(frame, port->mac, ip, ip);
}

static void forge_ipv6(struct frame *frame, const struct port *port, const char *text) {
    static const uint8_t group[ETH_ALEN] = {0x33, 0x33, 0, 0, 0, 1};
    const uint16_t udp[4] = {htons(DISCARD_PORT), htons(DISCARD_PORT), htons(UDP_HEADER), 0};
    struct in6_addr source;
    put_ethernet(frame, group, port->mac, ETH_P_IPV6);
    if (!text) {
        put_router_advertisement(frame);
        return;
    }
    read_ip(AF_INET6, text, &source);
    put_ipv6(frame, &source, IPPROTO_UDP, udp, sizeof udp);
}

/* Makes the frame that `kind` and its value name; false for none. */
static bool forge(struct frame *frame, const struct port *port, const char *kind,
                  const char *value) {
    uint8_t address[ETH_ALEN];
    if (strcmp(kind, "none") == 0) return false;
    if (strcmp(kind, "ra") == 0) {
        forge_ipv6(frame, port, NULL);
    } else if (!value) {
        cli_usage("unknown frame '%s', or its address is missing", kind);
    } else if (strcmp(kind, "arp") == 0 || strcmp(kind, "vlan-arp") == 0) {
        forge_arp(frame, port, value, kind[0] == 'v');
    } else if (strcmp(kind, "arp-mac") == 0 || strcmp(kind, "mac") == 0) {
        bool inside = kind[0] == 'a';
        read_mac(value, address);
        put_ethernet(frame, everybody, inside ? port->mac : address, ETH_P_ARP);
        put_arp(frame, inside ? address : port->mac, port->ip, port->ip);
    } else if (strcmp(kind, "ipv4") == 0) {
        read_ip(AF_INET, value, address);
        put_ethernet(frame, everybody, port->mac, ETH_P_IP);
        put_ipv4(frame, address);
    } else if (strcmp(kind, "ipv6") == 0) {
        forge_ipv6(frame, port, value);
    } else {
        cli_usage("unknown frame '%s'", kind);
    }
    return true;
}

static void send_mark(const struct port *port) {
    struct frame frame;
    put_ethernet(&frame, everybody, port->mac, ETH_P_ARP);
    put_arp(&frame, port->mac, port->ip, mark_address);
    transmit(port, &frame);
}

/* Prints a line; true for the mark. */
static bool print_frame(const uint8_t *bytes, size_t length) {
    char text[INET6_ADDRSTRLEN] = "?";
    char mac[3 * ETH_ALEN];
    const uint8_t *s = bytes + ETH_ALEN, *rest = bytes + ETH_HLEN;
    const struct arp *arp = (const struct arp *)rest;
    int type = bytes[12] << 8 | bytes[13];
    snprintf(mac, sizeof mac, "%02x:%02x:%02x:%02x:%02x:%02x", s[0], s[1], s[2], s[3], s[4], s[5]);
    if (type == ETH_P_ARP && length >= ETH_HLEN + sizeof *arp) {
        if (memcmp(arp->target_ip, mark_address, sizeof mark_address) == 0) return true;
        (void)inet_ntop(AF_INET, arp->sender_ip, text, sizeof text);
        const uint8_t *a = arp->sender_mac;
        printf("%s arp %s is at %02x:%02x:%02x:%02x:%02x:%02x\n", mac, text, a[0], a[1], a[2], a[3],
               a[4], a[5]);
    } else if (type == ETH_P_IP && length >= ETH_HLEN + sizeof(struct iphdr)) {
        (void)inet_ntop(AF_INET, rest + 12, text, sizeof text);
        printf("%s ipv4 %s protocol %d\n", mac, text, rest[9]);
    } else if (type == ETH_P_IPV6 && length >= ETH_HLEN + sizeof(struct ip6_hdr)) {
        (void)inet_ntop(AF_INET6, rest + 8, text, sizeof text);
        printf("%s ipv6 %s\n", mac, text);
    } else {
        printf("%s type %04x\n", mac, (unsigned)type);
    }
    return false;
}

static void watch(const struct port *port) {
    uint8_t bytes[2048];
    puts("watching");
    for (;;) {
        struct sockaddr_ll from;
        socklen_t size = sizeof from;
        ssize_t got = recvfrom(port->fd, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &size);
        if (got < 0 && errno != EINTR) cli_fail(errno, "receive");
        if (got < ETH_HLEN || from.sll_pkttype == PACKET_OUTGOING) continue;
        if (print_frame(bytes, (size_t)got)) return;
    }
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"interface", required_argument, NULL, 'i'},
                                            {"watch", no_argument, NULL, 'w'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const char *interface = "eth0";
    bool watching = false;
    struct port port;
    struct frame frame;
    cli_start("forge", help);
    for (int option; (option = cli_option(argc, argv, options)) != -1;) {
        if (option == 'i') interface = optarg;
        if (option == 'w') watching = true;
    }
    if (watching == (optind < argc)) cli_usage("give frames, or --watch");
    open_port(&port, interface);
    if (watching) {
        watch(&port);
        return 0;
    }
    for (int i = optind; i < argc; i++) {
        char *value = strchr(argv[i], '=');
        if (value) *value++ = '\0';
        if (forge(&frame, &port, argv[i], value)) transmit(&port, &frame);
    }
    send_mark(&port);
    return 0;
}
