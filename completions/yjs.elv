
set edit:completion:arg-completer[yjs] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) YJS_COMPLETE="elvish" yjs -- $@words) | to-lines
}

