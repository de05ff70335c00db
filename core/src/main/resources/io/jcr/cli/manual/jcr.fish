# fish completion for jcr, written by 'jcr completion fish'.

# Options whose value is the next word, each with its command.
set -g __jcr_taking @TAKING@

# Commands with sub-commands: the words that call those.
set -g __jcr_paths @PATHS@

# Reads the words before the cursor: the command, how many words stand behind its options, whether options have ended,
# and where containers are kept.
function __jcr_read
    set -l words (commandline -opc)
    test "$__jcr_seen" = "$words" -a -n "$__jcr_seen"; and return
    set -g __jcr_seen "$words"
    set -g __jcr_command ''
    set -g __jcr_count 0
    set -g __jcr_ended no
    set -g __jcr_root /run/jcr
    set -q JCR_ROOT; and test -n "$JCR_ROOT"; and set -g __jcr_root $JCR_ROOT
    set -l pending ''
    for word in $words[2..-1]
        if test -n "$pending"
            test "$pending" = --root; and set -g __jcr_root $word
            set pending ''
        else if test "$word" = --; and test $__jcr_ended = no
            set -g __jcr_ended yes
        else if string match -q -- '-?*' $word; and test $__jcr_ended = no
            string match -q -- '--root=*' $word; and set -g __jcr_root (string replace -- --root= '' $word)
            contains -- "$__jcr_command $word" $__jcr_taking; and set pending $word
        else
            set -l longer (string trim -- "$__jcr_command $word")
            if test $__jcr_count = 0; and contains -- $longer $__jcr_paths
                set -g __jcr_command $longer
            else
                set -g __jcr_count (math $__jcr_count + 1)
                contains -- "$__jcr_command" @MIXED@; or set -g __jcr_ended yes
            end
        end
    end
end

# __jcr_options COMMAND: whether options of this command may come next.
function __jcr_options
    __jcr_read
    test "$__jcr_command" = "$argv[1]" -a $__jcr_ended = no
end

# __jcr_operand COMMAND NUMBER: whether the first word (0) behind its options comes next, or another one (1).
function __jcr_operand
    __jcr_read
    test "$__jcr_command" = "$argv[1]"; or return 1
    test $argv[2] = 0 -a $__jcr_count = 0; or test $argv[2] = 1 -a $__jcr_count -gt 0
end

# __jcr_names KIND: names of containers. They are read off the state directory: to start jcr for them would take longer
# than one waits for a TAB.
function __jcr_names
    __jcr_read
    set -l all
    for directory in $__jcr_root/containers/*/
        set -a all (string replace -r '.*/([^/]+)/$' '$1' -- $directory)
    end
    set -l dead
    set -l states $__jcr_root/containers/*/state.json
    for line in (grep -H '^  "pid" : ' $states /dev/null 2>/dev/null)
        set -l found (string match -r '([^/]+)/state.json:.* ([0-9]+),?$' -- $line)
        test -e /proc/$found[3]/stat; or set -a dead $found[2]
    end
    for name in $all
        switch $argv[1]
            case running
                contains -- $name $dead; and continue
            case stopped
                contains -- $name $dead; or continue
        end
        # a renamed container keeps its directory
        cat $__jcr_root/containers/$name/name 2>/dev/null | string collect; or echo $name
    end
end

# __jcr_words WORD…: words to choose from.
function __jcr_words
    for word in $argv
        set -l before (string match -r '(.*)@running$' -- $word)
        if test -n "$before"
            for name in (__jcr_names running)
                echo $before[2]$name
            end
        else
            echo $word
        end
    end
end

# __jcr_list WORD…: the same, several with commas between.
function __jcr_list
    set -l before (string match -r '^(?:.*[=,])?' -- (commandline -ct))
    set before (string replace -r '^--[a-z-]+=' '' -- $before)
    for word in $argv
        echo $before$word
    end
end

complete -c jcr -e
complete -c jcr -f
@COMPLETE@
