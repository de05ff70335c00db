/* Unix sockets with paths of any length: sun_path has room for only 107 bytes. */
#ifndef JCR_SOCKET_PATH_H
#define JCR_SOCKET_PATH_H

/* bind(2), after removing what a killed supervisor left there. 0, or -1 with errno. */
int socket_bind(int fd, const char *path);

/* connect(2). 0, or -1 with errno. */
int socket_connect(int fd, const char *path);

#endif
