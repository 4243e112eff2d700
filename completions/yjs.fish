# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_yjs_global_optspecs
    string join \n p/protocol= store= now= format= sample no-input color= q/quiet v/verbose exit-code h/help V/version
end

function __fish_yjs_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_yjs_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_yjs_using_subcommand
    set -l cmd (__fish_yjs_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c yjs -n "__fish_yjs_needs_command" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_needs_command" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_needs_command" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_needs_command" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_needs_command" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_needs_command" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_needs_command" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_needs_command" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_needs_command" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_needs_command" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "triage" -d 'Not built yet'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "threshold" -d 'Not built yet'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "route" -d 'Not built yet'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "deadlines" -d 'Not built yet'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "due" -d 'Work out a date, with every day that is passed over'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "missing" -d 'Not built yet'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "case" -d 'Not built yet'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "check" -d 'Not built yet'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "explain" -d 'Explain a rule: its clause, what it says, when it applies, how it is read, and where it is used'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "find" -d 'Find rules, contacts, facts and events by their words'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "protocol" -d 'List, show and check the encoded protocols'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "contacts" -d 'Show how to reach a team, as printed in the protocol'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "store" -d 'Not built yet'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand route" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand route" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand route" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand route" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand route" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand route" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand route" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand route" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand route" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand route" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand route" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand route" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand due" -l from -d 'From when; day zero, not counted' -r
complete -c yjs -n "__fish_yjs_using_subcommand due" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand due" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand due" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand due" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand due" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand due" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand due" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand due" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand due" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand due" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand due" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand due" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand missing" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand missing" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand missing" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand missing" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand missing" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand missing" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand missing" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand missing" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand missing" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand case" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand case" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand case" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand case" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand check" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand check" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand check" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand check" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand check" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand check" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand check" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand check" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand check" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand find" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand find" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand find" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand find" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand find" -l all -d 'Show everything found, not only the first 20'
complete -c yjs -n "__fish_yjs_using_subcommand find" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand find" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand find" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -f -a "list" -d 'List the protocols that are built in'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -f -a "show" -d 'Show every rule of a protocol by kind, with its clause'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -f -a "check" -d 'Check a protocol\'s data: every fault at once, each with its place and what to do'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list show check schema" -f -a "schema" -d 'Print the JSON Schema of a protocol\'s file or of a case'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l strict -d 'Let warnings fail the check too'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand contacts" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand store" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand store" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand store" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand store" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s p -l protocol -d 'Protocol to answer from: camden or tower_hamlets' -r
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l now -d 'Answer as if it were this time' -r
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s q -l quiet -d 'Say less: the answer only'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s v -l verbose -d 'Say more: the whole working'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l exit-code -d 'Exit 1 when the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s V -l version -d 'Print version'
