complete --keep-order --exclusive --command yjs --arguments "(YJS_COMPLETE=fish yjs -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
