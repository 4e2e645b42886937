# Every message that a script of tests/errors meets, with its mend, under the name of what is wrong.
LC_ALL=C
export LC_ALL
for file in tests/errors/*.txt; do
  name=${file##*/}
  echo "${name%.txt}"
  awk '
    function tell() { if (message != "" && !((message, mend) in told)) print "  " message (mend == "" ? "" : "\n      " mend)
                      told[message, mend] = 1 }
    /^error: / { tell(); message = substr($0, 8); mend = ""; place = 1; next }
    place == 1 { place = 0; next }
    /^ +[0-9]* *\| / || /^ +\|/ { next }
    /^  [^ ]/ { mend = substr($0, 3) }
    END { tell() }
  ' "$file"
done
