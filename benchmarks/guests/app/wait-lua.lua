local http = require "http"
return function(args) return http.get(args.url).status end
