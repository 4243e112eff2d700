# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_yjs_global_optspecs
    string join \n p/protocol= protocols= store= now= saved-by= format= sample no-input no-pager color= q/quiet v/verbose exit-code h/help V/version
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

complete -c yjs -n "__fish_yjs_needs_command" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_needs_command" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_needs_command" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_needs_command" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_needs_command" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_needs_command" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_needs_command" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_needs_command" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_needs_command" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_needs_command" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "triage" -d 'Assess a case: level, route, deadlines and whom to tell'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "threshold" -d 'Show the level of need, why, and what could still raise it'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "route" -d 'Show where to send a concern: how, with which form, to which number'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "deadlines" -d 'Show what is overdue, due today and coming'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "due" -d 'Work out a date, and show every day that is not counted'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "missing" -d 'Record missing episodes, and show what to do about them'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "next" -d 'Show what to find out next, and why'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "case" -d 'Keep cases: add, change, log what happened, show, undo'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "check" -d 'Check cases against their protocol, one finding a line'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "explain" -d 'Explain a rule: its clause, what it says, when it applies, how we read it, and where it is used'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "find" -d 'Find rules, contacts, facts and events by the words in them'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "protocol" -d 'List, show, check, test and write the encoded protocols'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "contacts" -d 'Show how to reach a team, as printed in the protocol'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "store" -d 'Care for the case store: whether it is sound, backups, repair, in and out of it'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "config" -d 'Keep settings: your protocol, worker code and other things that you would give each time'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "man" -d 'Print the manual page of yjs or of a command, or write all of them'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "help" -d 'Show help for a command, or about accessibility or dates'
complete -c yjs -n "__fish_yjs_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l from -d 'Read one case as JSON from a file, or from standard input with -' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l fact -d 'A fact: F for yes, F=VALUE, or F=? for not known' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l answers -d 'Replay the answers in a file that --record wrote' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l record -d 'Write the questions and answers to a file, as JSON' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l save -d 'Save to this case without asking' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l judge -d 'Record your own level beside the one worked out' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l reason -d 'The reason for --judge; without a value you are asked, - reads standard input, @ opens your editor. What you write on the command line stays in the shell\'s history' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l resume -d 'Continue a conversation that was not finished'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l explain -d 'Show the whole working with the answer'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand triage" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l from -d 'Read one case as JSON from a file, or from standard input with -' -r
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l fact -d 'A fact: F for yes, F=VALUE, or F=? for not known' -r
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l born -d 'The child\'s date of birth, for rules that depend on age' -r
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand threshold" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand route" -l known -d 'What the search of the social care record showed' -r -f -a "open\t'An open case with an allocated worker'
closed\t'Known before, no open case'
not_known\t'Nothing found, or the search could not be completed'"
complete -c yjs -n "__fish_yjs_using_subcommand route" -l from -d 'The service making the referral' -r -f -a "yjs\t'The Youth Justice Service'
social_care\t'Social care'
early_help\t'Early help'
family\t'The family'
other\t'Anyone else'"
complete -c yjs -n "__fish_yjs_using_subcommand route" -l fact -d 'Another fact: F for yes, F=VALUE, or F=? for not known' -r
complete -c yjs -n "__fish_yjs_using_subcommand route" -l born -d 'The child\'s date of birth, for routes that depend on age' -r
complete -c yjs -n "__fish_yjs_using_subcommand route" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand route" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand route" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand route" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand route" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand route" -l urgent -d 'The matter is urgent'
complete -c yjs -n "__fish_yjs_using_subcommand route" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand route" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand route" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand route" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand route" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand route" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand route" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand route" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l within -d 'How far ahead: 48h, 7d, 5wd (working days), 2w, 1mo. Otherwise 7d; a calendar has everything' -r
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l worker -d 'Show only this worker\'s cases' -r
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l output -d 'With --format ics: the calendar file to write, or to bring up to date' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l group -d 'Put rows together by worker, case, rule or day' -r -f -a "worker\t''
case\t''
rule\t''
day\t''"
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l watch -d 'Show the list again every so many seconds, 60 unless you say, until you press Ctrl-C' -r
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l all -d 'Also show what is due later, has not started, or was met'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l full -d 'Show every row of a long list at a terminal too'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l overdue -d 'Show only what is overdue, after what is to be done now'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l today -d 'Show only what is due today, after what is to be done now'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l unassigned -d 'Show only cases that have no worker'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l summary -d 'Print one line, for a shell prompt or a login; exit 1 if anything is overdue, a breach or to be done now'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l start -d 'Show what is to be done now, and what to try next'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand deadlines" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand due" -l from -d 'The date or time to count from, as you would write it: 27/11/2026, last friday; this day is day 0 and does not count' -r
complete -c yjs -n "__fish_yjs_using_subcommand due" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand due" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand due" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand due" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand due" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand due" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand due" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand due" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand due" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand due" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand due" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -f -a "report" -d 'Record that a child went missing'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -f -a "located" -d 'Record that a child was located; the episode stays open until well-being is confirmed'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -f -a "confirm" -d 'Record that a located child\'s well-being was confirmed, so the episode ends'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -f -a "list" -d 'List children who are missing, or were recently'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and not __fish_seen_subcommand_from report located confirm list check" -f -a "check" -d 'Show how long a child has been missing, what has been reached, and what to do now'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l at -d 'When it happened' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l note -d 'Take a note from standard input; the only value is -' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from report" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l at -d 'When it happened' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l note -d 'Take a note from standard input; the only value is -' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l well -d 'Also record that well-being was confirmed at that time, so the episode ends'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from located" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l at -d 'When it happened' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l note -d 'Take a note from standard input; the only value is -' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from confirm" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l since -d 'When the child went missing, for a child without a case' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l from -d 'A file with one case as JSON, or - for standard input' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -s f -l fact -d 'A fact for this answer only: F, F=V or F=? (not known)' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l high-risk -d 'The child is thought to be at high risk'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l out-of-borough -d 'The local authority has placed the child outside the borough'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l in-borough -d 'The child is not placed outside the borough'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand missing; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand next" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand next" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand next" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand next" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand next" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand next" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand next" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand next" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand next" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand next" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand next" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand next" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand next" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand next" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand next" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "add" -d 'Add a case'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "set" -d 'Change what is known of a case'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "log" -d 'Record what happened, and see what that changes'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "correct" -d 'Correct an event that was recorded wrongly, and see what that changes'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "withdraw" -d 'Take back events that were recorded by mistake'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "assign" -d 'Give cases to a worker, and see what is running in them'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "handover" -d 'Give every open case of one worker to another, and see what is running in them'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "move" -d 'Move a case to another protocol, when a child moves to another borough'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "list" -d 'List cases, each with its level and what is due next'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "show" -d 'Show a case on one screen: what it is, what is due, what happened'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "waive" -d 'Set a `yjs check` finding aside until a given date, with a reason'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "close" -d 'Close a case, and see what is still running'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "reopen" -d 'Open a closed case again'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "history" -d 'Show every change of a case: when, who, what, from what to what'
complete -c yjs -n "__fish_yjs_using_subcommand case; and not __fish_seen_subcommand_from add set log correct withdraw assign handover move list show waive close reopen history undo" -f -a "undo" -d 'Take back the last change of a case, by a new change'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l born -d 'Date of birth' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l initials -d 'Initials, at most four letters; never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l worker -d 'The worker\'s own short mark' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l fact -d 'A fact: F for yes, or F=VALUE' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l event -d 'Something that happened, and when' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from add" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l born -d 'Date of birth' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l initials -d 'Initials, at most four letters; never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l worker -d 'The worker\'s own short mark' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l fact -d 'A fact: F for yes, F=VALUE, or F=? for not known' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l at -d 'When, with the time if it is known' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l on -d 'The date, when the time is not known' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l to -d 'The team it went to' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l by -d 'Who did it: a short mark, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l note -d 'Add a note: from standard input with -, asked for without a value' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from log" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l kind -d 'What happened instead' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l at -d 'When it happened, with the time' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l on -d 'The date it happened on, when the time is not known' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l to -d 'The team it went to; ? takes it out' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l by -d 'Who did it: a short mark, never a name; ? takes it out' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l note -d 'Put another note in its place: from standard input with -, asked for without a value' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from correct" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from withdraw" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from assign" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from handover" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from move" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l worker -d 'Only this worker\'s cases' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l all -d 'Closed cases too'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l open -d 'Open cases only, as without it'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l as-of -d 'As it was known at this time: only what had been saved by then, assessed as of then' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l until -d 'The last day on which it is set aside' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l reason -d 'Why; no names. Better without a value, or - or @' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l withdraw -d 'Let it count again from now on'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from waive" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l at -d 'When it was closed' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from close" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l at -d 'When it was opened again' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from reopen" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l fact -d 'Only what became of this fact, with the date of each change' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from history" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l import -d 'Take back the last import as a whole'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand case; and __fish_seen_subcommand_from undo" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand check" -l worker -d 'Check only this worker\'s cases' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l under -d 'List the stored cases whose answer would change under these rules: an id, a folder, or either with @DATE or @EDITION' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l input -d 'The form of the files, if their names and contents do not show it' -r -f -a "json\t'One case, or a list of cases'
jsonl\t'One case a line'
csv\t'One case a row, with a heading'"
complete -c yjs -n "__fish_yjs_using_subcommand check" -l select -d 'Show only findings whose codes are, or start with, these' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l ignore -d 'Leave out findings whose codes are, or start with, these' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l severity -d 'Show only findings of these severities' -r -f -a "breach\t''
due\t''
advice\t''
data\t''"
complete -c yjs -n "__fish_yjs_using_subcommand check" -l since -d 'Show only findings dated on this day or later; those without a date are counted and left out' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l changed-since -d 'Check only stored cases that changed after this number (`yjs case history` shows it)' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l baseline -d 'Show only findings that are not in this earlier answer (JSON Lines)' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand check" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand check" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand check" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand check" -l strict -d 'Exit 1 for what is due and for advice too'
complete -c yjs -n "__fish_yjs_using_subcommand check" -l summary -d 'Show counts by rule, worker and protocol instead of the findings'
complete -c yjs -n "__fish_yjs_using_subcommand check" -l merge-summaries -d 'Add up summaries; the files are what --summary --format json or jsonl wrote'
complete -c yjs -n "__fish_yjs_using_subcommand check" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand check" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand check" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand check" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand check" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand check" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand check" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand explain" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand find" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand find" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand find" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand find" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand find" -l all -d 'Show everything found, not just the first 20'
complete -c yjs -n "__fish_yjs_using_subcommand find" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand find" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand find" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand find" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand find" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -f -a "list" -d 'List the protocols: built in, in your own folder, and in the --protocols folder'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -f -a "new" -d 'Make a new protocol: a folder with one worked rule of each kind, its tests, and a guide'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -f -a "show" -d 'Print a whole protocol as a handbook: every rule with its clause and its readings, the directory, every silence'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -f -a "check" -d 'Check a protocol\'s data: every fault at once, each with its place and what to do'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -f -a "test" -d 'Test a protocol\'s rules with its own test cases'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -f -a "diff" -d 'Show in words what changed from one protocol, edition or date to another'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -f -a "graph" -d 'Draw the rules of a protocol: facts to levels, routes and clocks'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and not __fish_seen_subcommand_from list new show check test diff graph schema" -f -a "schema" -d 'Print the JSON Schema of a protocol\'s file or of a case'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from new" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l brief -d 'Show only titles and clauses'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l html -d 'Print one HTML page that needs no other file'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l strict -d 'Make warnings fail the check too'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l rule -d 'Run only the cases that expect something of this rule' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l mutate -d 'Change one thing in the rules at a time, and list the changes that no case notices'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from test" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from diff" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l language -d 'The language to write the picture in' -r -f -a "mermaid\t'For Markdown that shows Mermaid'
dot\t'For Graphviz'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l rule -d 'Draw only this rule and what it depends on' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l all -d 'Draw every rule that has a condition'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from graph" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand protocol; and __fish_seen_subcommand_from schema" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l stale -d 'Show only contacts of your own that nobody has checked for this long, such as 90d; with --exit-code, exit 1 if any' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -a "set" -d 'Use a contact of your own for a team, checked today unless you say when'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and not __fish_seen_subcommand_from set unset" -a "unset" -d 'Show what is printed for a team again, and forget contacts of your own'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l telephone -d 'A telephone number' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l email -d 'An email address' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l address -d 'A postal or visiting address' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l hours -d 'The hours in which it is answered, in words' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l note -d 'What to know about it; no names' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l checked -d 'When it was checked; today unless you say' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l by -d 'Who checked it: a worker code, never a name; yours unless you say' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l out-of-hours -d 'It is for outside office hours only'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand contacts; and __fish_seen_subcommand_from unset" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -f -a "path" -d 'Say where the store is, and whether it exists'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -f -a "verify" -d 'Check every line of the store: its shape, its order, and the chain that shows later changes'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -f -a "import" -d 'Add the cases of a file: JSON Lines, a JSON array, or CSV'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -f -a "export" -d 'Write every case to standard output: JSON Lines, or --format csv or json'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -f -a "backup" -d 'Back the store up into one file, and read it again to be sure'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -f -a "restore" -d 'Put the store back to what a backup holds; the present one is kept'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -f -a "repair" -d 'Bring a damaged store back as far as history and backups prove it'
complete -c yjs -n "__fish_yjs_using_subcommand store; and not __fish_seen_subcommand_from path verify import export backup restore repair doctor" -f -a "doctor" -d 'Say on one screen whether all is well with the store'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from path" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l against -d 'A head that was printed earlier, or a file that has one, such as a backup' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l merge -d 'Add to the cases that the store has, as without it'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l replace -d 'Put the cases of the file in the place of those that the store has; what that removes is named first'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l yes -d 'Do it without asking: needed where nobody can be asked, for what takes something away'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l dry-run -d 'Say what would change, and change nothing'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l dry-run -d 'Say what would be written, and write nothing'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l to -d 'The file to write; an earlier backup there is replaced, any other file is left alone' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from backup" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l dry-run -d 'Say what would change, and change nothing'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from restore" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l choose -d 'Where two lines follow on the same one: the one to go on with, by the start of its hash' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l dry-run -d 'Say what would be done, and change nothing'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from repair" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand store; and __fish_seen_subcommand_from doctor" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -f -a "list" -d 'List every setting, its value and where that comes from'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -f -a "get" -d 'Show the value of one setting, alone on a line'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -f -a "set" -d 'Set one setting'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -f -a "unset" -d 'Take one setting out'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -f -a "path" -d 'Show where the settings are kept'
complete -c yjs -n "__fish_yjs_using_subcommand config; and not __fish_seen_subcommand_from list get set unset path edit" -f -a "edit" -d 'Open the settings in your editor, and check them before they are saved'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from get" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from unset" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from path" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand config; and __fish_seen_subcommand_from edit" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand man" -l output -d 'Write the page of every command to this folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand man" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand man" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand man" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand man" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand man" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand man" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand man" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand man" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand man" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand man" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand man" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand man" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand man" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand help" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand help" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand help" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand help" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand help" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
complete -c yjs -n "__fish_yjs_using_subcommand help" -l format -d 'Form of the answer' -r -f -a "table\t'Text for a terminal'
plain\t'Text for a screen reader'
json\t'One JSON value'
jsonl\t'One JSON value a line'
csv\t'A table for a spreadsheet or a script'
md\t'Markdown'
ics\t'A calendar'"
complete -c yjs -n "__fish_yjs_using_subcommand help" -l color -d 'When to use colour' -r -f -a "auto\t'When a terminal shows it and nothing forbids it'
always\t'Always'
never\t'Never'"
complete -c yjs -n "__fish_yjs_using_subcommand help" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand help" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand help" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand help" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand help" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand help" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand help" -s V -l version -d 'Print version'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s p -l protocol -d 'Protocol to answer from: camden, tower_hamlets, one of your own, or its name, such as "Tower Hamlets" or th' -r
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l protocols -d 'Folder of more protocols, each in its own folder' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l store -d 'Folder of the case store' -r -F
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l now -d 'Answer as if it were this time; what is saved bears the real time all the same' -r
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l saved-by -d 'Your worker code, which each change that is saved bears: 2 to 8 lower-case letters and digits, never a name' -r
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
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l dynamic -d 'Print completions that ask yjs itself, and so know your cases, workers, rules, facts, events and teams'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l sample -d 'Use the built-in fictional cases, which cannot be changed'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l no-input -d 'Never ask a question'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l no-pager -d 'Print a long answer at once, not a screen at a time'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s q -l quiet -d 'Show only the answer'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s v -l verbose -d 'Show the full working'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -l exit-code -d 'Exit 1 if the answer is adverse (overdue, a breach)'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c yjs -n "__fish_yjs_using_subcommand completions" -s V -l version -d 'Print version'
