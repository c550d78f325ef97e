@echo off
rem Stops the TaskFlow that was started from this folder, and nothing else. More is in docs\start-and-stop.md.
setlocal
pushd "%~dp0"
for %%n in (node.exe node.cmd) do if not "%%~$PATH:n"=="" goto found
goto missing

:found
call node --require ./scripts/require-node.cjs scripts\stop.mjs
if errorlevel 1 goto failed
popd
exit /b 0

:missing
echo TaskFlow needs Node.js 20.19 or newer, and no Node.js was found. Get it from https://nodejs.org/, then stop again.

:failed
set code=%errorlevel%
if "%code%"=="0" set code=1
popd
if not defined TASKFLOW_NO_PAUSE pause
exit /b %code%
