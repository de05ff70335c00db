# read by login shells, after /etc/profile
