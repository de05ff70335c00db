#compdef jcr
# zsh completion for jcr, written by 'jcr completion zsh'.

# What _arguments is told of a command, into the array specs.
_jcr_specs() {
  specs=()
  case $1 in
@SPECS@
  esac
}

# The sub-commands of a command, into the array commands.
_jcr_sub() {
  commands=()
  case $1 in
@SUBCOMMANDS@
  esac
}

# _jcr_names KIND: names of containers, into the array names. They are read off the state directory: to start jcr for
# them would take longer than one waits for a TAB.
_jcr_names() {
  local root=${opt_args[--root]:-${JCR_ROOT:-/run/jcr}} line file pid
  local -a all dead
  all=("${(Q)root}"/containers/*(N/:t))
  for line in ${(f)"$(grep -H '^  "pid" : ' "${(Q)root}"/containers/*/state.json(N) /dev/null 2>/dev/null)"}; do
    file=${line%%/state.json:*}
    pid=${${line##*: }%,}
    [[ -e /proc/$pid/stat ]] || dead+=(${file:t})
  done
  case $1 in
  running) names=(${all:|dead}) ;;
  stopped) names=($dead) ;;
  *) names=($all) ;;
  esac
  # a renamed container keeps its directory
  local -i at
  for at in {1..$#names}; do
    file=${(Q)root}/containers/$names[at]/name
    [[ ! -s $file ]] || names[at]=$(<$file)
  done
}

# _jcr_containers KIND: offers containers.
_jcr_containers() {
  local -a names
  _jcr_names $1
  compadd -- ${names:|words}
}

# _jcr_words WORD…: offers words; what ends in ':' or '=' goes on.
_jcr_words() {
  local word
  local -a closed open names
  for word; do
    case $word in
    *@running)
      (($#names)) || _jcr_names running
      closed+=(${word%@running}${^names})
      ;;
    *[:=]) open+=($word) ;;
    *) closed+=($word) ;;
    esac
  done
  compadd -S '' -- $open
  compadd -- $closed
}

# _jcr_list WORD…: the same, several with commas between.
_jcr_list() {
  compset -P '*,'
  compadd -qS , -- "$@"
}

_jcr() {
  local curcontext=$curcontext context state state_descr ret=1 command=
  local -a line specs commands
  local -A opt_args
  while true; do
    _jcr_specs $command
    state=
    _arguments -C -s -S $specs && ret=0
    case $state in
    command)
      _jcr_sub $command
      _describe -t commands 'jcr command' commands && ret=0
      return ret
      ;;
    arguments) command="${command:+$command }$words[1]" ;;
    *) return ret ;;
    esac
  done
}

if [[ $zsh_eval_context[-1] = loadautofunc ]]; then
  _jcr "$@"
else
  compdef _jcr jcr
fi
