#!/bin/sh
exec spacer start
