@echo off
rem Runs the jacobi command from this checkout: finds a JDK 25, builds the first time, starts the JVM.
rem After a change of the sources: mvn -q -Dmaven.test.skip=true -Dcompiler.checker=-Xlint:none -pl cli -am package
setlocal enabledelayedexpansion
set "home=%~dp0"
set "built=%home%cli\target\launcher"

set "jdk="
if defined JAVA_HOME call :try "%JAVA_HOME%"
for /f "delims=" %%j in ('where java 2^>nul') do call :try "%%~dpj.."
for %%d in ("%ProgramFiles%\Java" "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%USERPROFILE%\.jdks") do (
  if exist %%d for /d %%j in ("%%~d\*") do call :try "%%~j"
)
if not defined jdk (
  echo jacobi: no JDK 25 or newer found in JAVA_HOME, on the PATH or in the usual folders: install one 1>&2
  exit /b 2
)

if not exist "%built%\classpath" (
  echo jacobi: building 1>&2
  pushd "%home%"
  call mvn -q -Dmaven.test.skip=true -Dcompiler.checker=-Xlint:none -pl cli -am package 1>&2
  if errorlevel 1 (
    popd
    exit /b 1
  )
  popd
)

rem Only what computes needs the Vector API, whose mere presence makes the JVM print a warning.
set "flags=--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmn16m -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,jacobi.jvm.GeneratedNest*::*,0.02"
for %%c in (train evaluate predict generate) do if "%~1"=="%%c" set "flags=!flags! --add-modules=jdk.incubator.vector"

set /p classpath=<"%built%\classpath"
"%jdk%\bin\java" %flags% -cp "%home%cli\target\jacobi-cli.jar;!classpath!" jacobi.cli.Main %*
exit /b %errorlevel%

:try
if defined jdk exit /b
if not exist "%~1\release" exit /b
for /f "tokens=2 delims==." %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
  set "feature=%%~v"
  set "feature=!feature:"=!"
  if !feature! geq 25 set "jdk=%~1"
)
exit /b
