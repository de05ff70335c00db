# bash completion for jcr, written by 'jcr completion bash'.
# shellcheck shell=bash disable=SC2207 # what is completed has no blanks in it, but file names, which mapfile reads

# _jcr_sub PATH: the sub-commands of a command, into REPLY. '' is jcr itself.
_jcr_sub() {
  REPLY=
  case $1 in
@SUBCOMMANDS@
  esac
}

# _jcr_options PATH: its options as they are offered, into REPLY.
_jcr_options() {
  REPLY=
  case $1 in
@OPTIONS@
  esac
}

# _jcr_value PATH OPTION: what its value is, into REPLY; empty for an option without one.
_jcr_value() {
  REPLY=
  case "$1 $2" in
@VALUES@
  esac
}

# _jcr_operand PATH NUMBER: what the word behind the options is, into REPLY.
_jcr_operand() {
  REPLY=
  case "$1 $2" in
@OPERANDS@
  esac
}

# _jcr_mixed PATH: whether options may stand behind other words.
_jcr_mixed() {
  case $1 in
  @MIXED@) return 0 ;;
  esac
  return 1
}

# _jcr_names KIND: names of containers, into the array names. They are read off the state directory: to start jcr for
# them would take longer than one waits for a TAB.
_jcr_names() {
  local path line pid dead=' '
  names=()
  while IFS= read -r line; do
    path=${line%%/state.json:*}
    pid=${line##*: }
    [ -e "/proc/${pid%,}/stat" ] || dead+="${path##*/} "
  done < <(grep -H '^  "pid" : ' "$root"/containers/*/state.json 2>/dev/null)
  for path in "$root"/containers/*/; do
    path=${path%/}
    path=${path##*/}
    [ "$path" != '*' ] || continue
    case $1$dead in
    running*" $path "*) continue ;;
    stopped*" $path "* | running* | containers*) ;;
    *) continue ;;
    esac
    # a renamed container keeps its directory
    [ ! -s "$root/containers/$path/name" ] || path=$(<"$root/containers/$path/name")
    names+=("$path")
  done
}

# _jcr_offer VALUE BEFORE KIND [WORD…]: what fits to VALUE, with BEFORE before it, into COMPREPLY.
_jcr_offer() {
  local value=$1 before=$2 kind=$3 word found=() names=()
  shift 3
  case $kind in
  files | directories)
    # readline itself adds a slash to a directory and quotes what has to be quoted
    compopt -o filenames 2>/dev/null
    if [ "$kind" = files ]; then
      mapfile -t found < <(compgen -f -- "$value")
    else
      mapfile -t found < <(compgen -d -- "$value")
    fi
    ;;
  variables) found=($(compgen -e -- "$value")) ;;
  containers | running | stopped)
    _jcr_names "$kind"
    found=($(compgen -W "${names[*]}" -- "$value"))
    ;;
  list)
    case $value in *,*)
      before=$before${value%,*},
      value=${value##*,}
      ;;
    esac
    found=($(compgen -W "$*" -- "$value"))
    ;;
  words)
    for word in "$@"; do
      case $word in
      *@running)
        [ ${#names[@]} -gt 0 ] || _jcr_names running
        word=${word%@running}
        found+=($(compgen -P "$word" -W "${names[*]}" -- "${value#"$word"}"))
        ;;
      *) [[ $word != "$value"* ]] || found+=("$word") ;;
      esac
    done
    [[ ${found[*]-} != *[=:] ]] || compopt -o nospace 2>/dev/null
    ;;
  esac
  for word in ${found[@]+"${found[@]}"}; do
    COMPREPLY+=("$before$word")
  done
}

# The words of the command line up to the cursor, as the shell will see them: readline takes '=' and ':' for blanks.
_jcr_words() {
  local i rest=${COMP_LINE:0:COMP_POINT} word
  words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [ "$i" = 0 ] || [[ $rest = [[:blank:]]* ]]; then
      rest=${rest#"${rest%%[![:blank:]]*}"}
      words+=("")
    fi
    [ "$i" != "$COMP_CWORD" ] || word=${word:0:${#rest}}
    rest=${rest#"$word"}
    words[${#words[@]} - 1]+=$word
  done
}

# Reads the words before the cursor, into path, count (of the words behind the options), pending (an option whose value
# comes next), root and ended (whether options have ended).
_jcr_read() {
  local i word
  for ((i = 1; i < ${#words[@]} - 1; i++)); do
    word=${words[i]}
    if [ -n "$pending" ]; then
      [ "$pending" != --root ] || root=$word
      pending=
    elif [ "$word" = -- ] && [ -z "$ended" ]; then
      ended=yes
    elif [ -z "$ended" ] && [[ $word = -?* ]]; then
      [[ $word != --root=* ]] || root=${word#*=}
      _jcr_value "$path" "$word"
      case $REPLY in '' | optional*) ;; *) pending=$word ;; esac
    else
      _jcr_sub "$path"
      if [ "$count" = 0 ] && [[ " $REPLY " = *" $word "* ]]; then
        path="${path:+$path }$word"
      else
        count=$((count + 1))
        _jcr_mixed "$path" || ended=yes
      fi
    fi
  done
}

_jcr() {
  local words=() cur path='' count=0 pending='' ended='' root=${JCR_ROOT:-/run/jcr} REPLY='' kind
  COMPREPLY=()
  _jcr_words
  cur=${words[${#words[@]} - 1]}
  _jcr_read
  root=${root/#\~\//$HOME/}
  if [ -n "$pending" ]; then
    _jcr_value "$path" "$pending"
    # shellcheck disable=SC2086 # a kind and words
    _jcr_offer "$cur" '' ${REPLY#optional }
  elif [ -z "$ended" ] && [[ $cur = --*=* ]]; then
    _jcr_value "$path" "${cur%%=*}"
    # shellcheck disable=SC2086
    _jcr_offer "${cur#*=}" "${cur%%=*}=" ${REPLY#optional }
  elif [ -z "$ended" ] && [[ $cur = -* ]]; then
    _jcr_options "$path"
    COMPREPLY=($(compgen -W "$REPLY" -- "$cur"))
    [[ ${COMPREPLY[*]-} != *= ]] || compopt -o nospace 2>/dev/null
  else
    [ "$count" != 0 ] || _jcr_sub "$path"
    [ "$count" = 0 ] && [ -n "$REPLY" ] && kind="words $REPLY" || {
      _jcr_operand "$path" $((count > 1 ? 1 : count))
      kind=$REPLY
    }
    # shellcheck disable=SC2086
    [ -z "$kind" ] || _jcr_offer "$cur" '' $kind
  fi
  # readline replaces only what stands behind the last '=' or ':'
  local i breaks=''
  [[ $COMP_WORDBREAKS != *=* ]] || breaks+==
  [[ $COMP_WORDBREAKS != *:* ]] || breaks+=:
  if [ -n "$breaks" ] && [[ $cur = *[$breaks]* ]]; then
    cur=${cur%"${cur##*[$breaks]}"}
    for i in "${!COMPREPLY[@]}"; do
      COMPREPLY[i]=${COMPREPLY[i]#"$cur"}
    done
  fi
}

complete -F _jcr jcr
