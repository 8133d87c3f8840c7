# Reads a Cobertura report. Prints the line coverage of the files whose path matches `files`, then each of them below `least` percent.
match($0, /filename="[^"]*"/) {
  file = substr($0, RSTART + 10, RLENGTH - 11)
  counted = match(file, files)
  file = substr(file, RSTART)
}
counted && match($0, /<line number="[0-9]+"/) {
  line = file ":" substr($0, RSTART + 14, RLENGTH - 15)
  if (!(line in known)) { known[line] = 1; lines[file]++; total++ }
  if (!(line in hit) && match($0, /hits="[1-9]/)) { hit[line] = 1; hits[file]++; covered++ }
}
END {
  if (total == 0) { print "no coverage: the report has none of the files"; exit 1 }
  printf "%.1f %% of %d lines are covered; files below %d %%:\n", 100 * covered / total, total, least
  fflush()
  for (file in lines) if (100 * hits[file] < least * lines[file]) printf "  %3d %% %s\n", 100 * hits[file] / lines[file], file | "sort -n"
  close("sort -n")
}
