# Read by the image's entrypoint as the last of what it does to a new volume, while its first server still runs. What that made is on the
# disk before the file that says so: see database.sh.
docker_process_sql <<< 'FLUSH TABLES;'
sync
touch /var/lib/mysql/store-initialised
sync
