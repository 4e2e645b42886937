# Completion of reckon's command line for bash.
_reckon() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  COMPREPLY=()
  case $previous in
    --format) COMPREPLY=($(compgen -W "text json csv markdown" -- "$word")); return ;;
    -c | --param | --max-steps | --max-bytes | --max-seconds) return ;;
    --svg | --vega | --junit | --database) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  local options="-h --help --version -c -i --database --format --exact --echo --strict --param --max-steps --max-bytes --max-seconds --svg --vega"
  case $command in
    fmt) options="-h --help --check" ;;
    test) options="-h --help --junit --strict" ;;
    check | dump) options="-h --help" ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    return
  fi
  COMPREPLY=($(compgen -d -S / -- "$word") $(compgen -f -X '!*.rk' -- "$word"))
  ((COMP_CWORD == 1)) && COMPREPLY+=($(compgen -W "fmt test check dump" -- "$word"))
  [[ ${COMPREPLY[*]} == */ ]] && compopt -o nospace
  return 0
}
complete -F _reckon reckon
